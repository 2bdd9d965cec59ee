import { Client } from '@opensearch-project/opensearch'
import {
  heldOf,
  indexedOf,
  lettersOf,
  nameOf,
  type StoredDocument,
  storedOf,
} from './opensearch-documents.ts'
import { type Indices, indicesOf, writeNameOf } from './opensearch-indices.ts'
import type {
  FollowingSearch,
  HeldDocument,
  SearchChange,
  SearchQuestion,
  SearchRebuild,
} from './search.port.ts'
import { bestHits, type RankedHit, type SearchWay, waysOf } from './search-ways.ts'

export interface OpenSearchOptions {
  /** `https://search.example.tw:9200` */
  url: string
  username: string
  password: string
  /** Begins the names of our indices. */
  name: string
}

const requestTimeoutMs = 30_000
/** Nobody waits longer for an answer; see `shelterSearch`. */
const findTimeoutMs = 2_000
const pageSize = 2_000
/** Documents sent in one request; some two hundred kilobytes to a megabyte. */
const bulkSize = 1_000
/** Below every version of a change. */
const rebuildVersion = 1

/**
 * Search in OpenSearch (2.x, no plug-ins): the same tokens as in our PostgreSQL as exact terms, the same questions as
 * one request of several limited searches. Retries and breakers are the caller's.
 */
export function makeOpenSearch(options: OpenSearchOptions): FollowingSearch {
  const { url, username, password, name } = options
  const client = new Client({
    node: url,
    auth: { username, password },
    maxRetries: 0,
    requestTimeout: requestTimeoutMs,
  })
  const indices = indicesOf(client, name)
  const readHeld: FollowingSearch['readHeld'] = async names => {
    if (names.length === 0) return []
    const { body } = await client.mget({ index: name, body: { ids: names.map(nameOf) } })
    return (body.docs as { found?: boolean; _source?: StoredDocument }[]).flatMap(({ found, _source }) =>
      found && _source ? [heldOf(_source)] : [],
    )
  }
  return {
    find: question => find(client, name, question),
    put: async documents => {
      const index = (await indices.current()) ?? (await found(indices))
      const operations = documents.flatMap(document => [
        { index: { _index: index, _id: nameOf(document) } },
        storedOf(indexedOf(document)),
      ])
      for (let from = 0; from < operations.length; from += 2 * bulkSize)
        await bulk(client, operations.slice(from, from + 2 * bulkSize), false)
      await client.indices.refresh({ index })
    },
    remove: async (kind, ids) => {
      const index = await indices.current()
      if (index === null || ids.length === 0) return
      await bulk(
        client,
        ids.map(id => ({ delete: { _index: index, _id: nameOf({ kind, id }) } })),
        true,
      )
    },
    isBuilt: async () => (await indices.current()) !== null,
    apply: async (changes, isFoundAtOnce) => {
      const targets = (await indices.all()).map(writeNameOf)
      const operations = targets.flatMap(target => changes.flatMap(change => operationsOf(change, target)))
      if (operations.length > 0) await bulk(client, operations, isFoundAtOnce, true)
    },
    beginRebuild: () => beginRebuild(client, indices),
    readPage: async from => {
      const { body } = await client.search({
        index: name,
        size: pageSize,
        body: {
          sort: [{ name: 'asc' }] as never,
          query: { match_all: {} },
          ...(from !== null && { search_after: [from] }),
        },
      })
      const held: HeldDocument[] = body.hits.hits.map(hit => heldOf(hit._source as StoredDocument))
      const last = held.at(-1)
      return { held, next: last && held.length === pageSize ? nameOf(last) : null }
    },
    readHeld,
    close: () => client.close(),
  }
}

/** One request of as many searches as there are ways to fit. @throws when any of them failed. */
async function find(client: Client, name: string, question: SearchQuestion) {
  const ways = waysOf(question)
  if (ways.length === 0 || question.kinds.length === 0) return []
  const searches = ways.flatMap(way => [{ index: name }, searchOf(way, question)])
  const { body } = await client.msearch({ body: searches as never }, { requestTimeout: findTimeoutMs })
  const answers = body.responses as {
    error?: { reason?: string }
    hits?: { hits: { _source: StoredDocument }[] }
  }[]
  const hits = answers.flatMap(({ error, hits: found }, at): RankedHit[] => {
    const fit = ways[at]?.fit ?? 'part'
    if (error || !found) throw new Error(`the search engine refused: ${error?.reason ?? 'no answer'}`)
    return found.hits.map(({ _source: { tokensFingerprint: _, ...document } }) => ({
      ...document,
      sortKey: BigInt(document.sortKey),
      fit,
    }))
  })
  return bestHits(hits)
}

function searchOf({ tokens, texts }: SearchWay, { kinds, limit }: SearchQuestion) {
  return {
    size: limit,
    track_total_hits: false,
    sort: [{ isClosed: 'asc' }, { sortKey: 'asc' }, { id: 'asc' }],
    query: {
      bool: {
        filter: [
          ...tokens.map(token => ({ term: { tokens: token } })),
          ...texts.map(text => ({ match_phrase: { letters: lettersOf(text) } })),
          { terms: { kind: [...kinds] } },
        ],
      },
    },
  }
}

function operationsOf({ kind, id, version, document }: SearchChange, target: string): unknown[] {
  const address = {
    _index: target,
    _id: nameOf({ kind, id }),
    version: Number(version),
    version_type: 'external',
    require_alias: true,
  }
  if (document === null) {
    const { require_alias: _, ...gone } = address
    return [{ delete: gone }]
  }
  return [{ index: address }, storedOf(document)]
}

/** A newer version stands there already. */
const conflict = 409
const missing = 404

/** @throws when anything was refused but what is outrun by a later change, or deleted already */
async function bulk(
  client: Client,
  operations: readonly unknown[],
  isFoundAtOnce: boolean,
  isVersioned = false,
): Promise<void> {
  const { body } = await client.bulk({ body: operations as never, refresh: isFoundAtOnce })
  if (!body.errors) return
  for (const item of body.items as Record<string, { status: number; error?: { reason?: string } }>[]) {
    const [operation = '', { status, error } = { status: 0 }] = Object.entries(item)[0] ?? []
    const isOutrun = isVersioned && status === conflict
    if (status < 300 || isOutrun || (operation === 'delete' && status === missing && !error)) continue
    throw new Error(`the search engine refused a document (${status}): ${error?.reason ?? 'no reason given'}`)
  }
}

async function beginRebuild(client: Client, indices: Indices): Promise<SearchRebuild> {
  const before = await indices.current()
  await indices.drop(await indices.strays())
  const index = await indices.create()
  const target = writeNameOf(index)
  return {
    add: async documents => {
      const operations = documents.flatMap(document =>
        operationsOf({ ...document, version: BigInt(rebuildVersion), document }, target),
      )
      for (let from = 0; from < operations.length; from += 2 * bulkSize)
        await bulk(client, operations.slice(from, from + 2 * bulkSize), false, true)
    },
    finish: async () => {
      await client.indices.refresh({ index })
      await indices.makeCurrent(index)
      if (before !== null) await indices.drop([before])
    },
    abandon: () => indices.drop([index]),
  }
}

/** The first index, empty. */
async function found(indices: Indices): Promise<string> {
  const index = await indices.create()
  await indices.makeCurrent(index)
  return index
}
