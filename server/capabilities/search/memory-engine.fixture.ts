import { fingerprintOf } from '../../ports/search/fingerprint.ts'
import type { FollowingSearch, IndexedDocument } from '../../ports/search/search.port.ts'

interface Entry {
  version: bigint
  document: IndexedDocument | null
}
type Index = Map<string, Entry>

const nameOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`

export interface MemoryEngine extends FollowingSearch {
  /** While it is away, every call fails. */
  isAway: boolean
  /** The titles it holds, sorted. */
  titles(): string[]
  /** Changes what it holds behind everybody's back. */
  spoil(change: (index: Index) => void): void
  /** Runs before each page that a rebuild adds. */
  beforeAdd: () => Promise<void>
}

/** A following engine that keeps its promises in memory, for tests of those who feed it. It finds nothing. */
export function makeMemoryEngine(): MemoryEngine {
  let current: Index | null = null
  const indices = new Set<Index>()
  const reach = () => {
    if (engine.isAway) throw new Error('the engine is away')
  }
  const set = (index: Index, name: string, entry: Entry) => {
    const before = index.get(name)
    if (!before || before.version < entry.version) index.set(name, entry)
  }
  const documents = () =>
    [...(current?.values() ?? [])].flatMap(({ document }) => (document === null ? [] : [document]))
  const engine: MemoryEngine = {
    isAway: false,
    beforeAdd: async () => undefined,
    titles: () =>
      documents()
        .map(({ title }) => title)
        .sort(),
    spoil: change => change(current ?? new Map()),
    find: async () => [],
    put: async () => undefined,
    remove: async () => undefined,
    isBuilt: async () => {
      reach()
      return current !== null
    },
    apply: async changes => {
      reach()
      for (const index of indices)
        for (const { version, document, ...name } of changes) set(index, nameOf(name), { version, document })
    },
    beginRebuild: async () => {
      reach()
      const index: Index = new Map()
      indices.add(index)
      return {
        add: async page => {
          await engine.beforeAdd()
          reach()
          for (const document of page) set(index, nameOf(document), { version: 1n, document })
        },
        finish: async () => {
          if (current) indices.delete(current)
          current = index
        },
        abandon: async () => void indices.delete(index),
      }
    },
    readPage: async () => {
      reach()
      return { held: documents().map(heldOf), next: null }
    },
    readHeld: async names => {
      reach()
      const asked = new Set(names.map(nameOf))
      return documents()
        .filter(document => asked.has(nameOf(document)))
        .map(heldOf)
    },
    close: async () => undefined,
  }
  return engine
}

const heldOf = (document: IndexedDocument) => ({
  kind: document.kind,
  id: document.id,
  fingerprint: fingerprintOf(document),
})
