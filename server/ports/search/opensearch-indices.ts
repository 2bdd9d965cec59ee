import type { Client } from '@opensearch-project/opensearch'
import { indexLayout } from './opensearch-documents.ts'

/**
 * The indices of one installation: `<name>` is an alias and stands for the index that is searched; each index
 * `<name>-<stamp>` also has a name to write to, `<name>-<stamp>-write`. Writing through that name, a late writer cannot
 * bring an index back that was dropped.
 */
export interface Indices {
  /** The index that is searched, or null. */
  current(): Promise<string | null>
  /** Every index that changes must reach. */
  all(): Promise<string[]>
  create(): Promise<string>
  /** All of ours but the one that is searched: left by a rebuild that was killed, or by a writer that came too late. */
  strays(): Promise<string[]>
  drop(indices: readonly string[]): Promise<void>
  /** Searches go to this index from now on, at once. */
  makeCurrent(index: string): Promise<void>
}

export const writeNameOf = (index: string) => `${index}-write`

type Aliases = Record<string, { aliases: Record<string, unknown> }>

export function indicesOf(client: Client, name: string): Indices {
  const read = async (pattern: string): Promise<Aliases> => {
    const { body, statusCode } = await client.indices.getAlias({ name: pattern }, { ignore: [404] })
    return statusCode === 404 ? {} : (body as Aliases)
  }
  const current = async () => Object.keys(await read(name))[0] ?? null
  return {
    current,
    all: async () =>
      Object.entries(await read(`${name}-*-write`)).flatMap(([index, { aliases }]) =>
        writeNameOf(index) in aliases ? [index] : [],
      ),
    create: async () => {
      const index = `${name}-${crypto.randomUUID().slice(0, 13)}`
      const body = { ...structuredClone(indexLayout), aliases: { [writeNameOf(index)]: {} } }
      await client.indices.create({ index, body: body as never })
      return index
    },
    strays: async () => {
      const { body } = await client.indices.get({ index: `${name}-*` }, { ignore: [404] })
      const ours = new RegExp(`^${name}-[0-9a-f]{8}-[0-9a-f]{4}(-write)?$`)
      const searched = await current()
      return Object.keys(body as object).filter(index => ours.test(index) && index !== searched)
    },
    drop: async indices => {
      if (indices.length > 0) await client.indices.delete({ index: [...indices] }, { ignore: [404] })
    },
    makeCurrent: async index => {
      const before = await current()
      const remove = before === null ? [] : [{ remove: { index: before, alias: name } }]
      await client.indices.updateAliases({ body: { actions: [...remove, { add: { index, alias: name } }] } })
    },
  }
}
