import { openLine } from '../../server/testkit/engines/line-proxy.ts'
import { startOpenSearch } from '../../server/testkit/engines/opensearch.ts'
import { cutting, freezing, killing, slowing } from './blows.ts'
import { type Standing, waitUntil } from './standing.ts'

const patienceMs = 20_000

/** One node by itself. Each seed has indices of its own. */
export async function standSearch(folder: string): Promise<Standing> {
  let server = await startOpenSearch(folder)
  const line = await openLine(Number(new URL(server.url).port))
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${server.url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
    })
  const block = (isFull: boolean) => async () => {
    await ask('PUT', '/_all/_settings', { 'index.blocks.read_only_allow_delete': isFull ? true : null })
  }
  const dropAll = async () => {
    const answer = await ask('GET', '/_cat/indices?format=json')
    const indices = (await answer.json()) as { index: string }[]
    const own = indices.map(({ index }) => index).filter(index => !index.startsWith('.'))
    if (own.length > 0) await ask('DELETE', `/${own.join(',')}`)
  }
  return {
    clear: async name => {
      const isWhole = async () => (await ask('GET', '/_cluster/health?wait_for_status=yellow&timeout=5s')).ok
      await waitUntil(isWhole, 'the search engine is not well')
      await dropAll()
      return {
        LUCKYGAS_OPENSEARCH_URL: `http://127.0.0.1:${line.port}`,
        LUCKYGAS_OPENSEARCH_USER: 'gas',
        LUCKYGAS_OPENSEARCH_PASSWORD: crypto.randomUUID(),
        LUCKYGAS_OPENSEARCH_INDEX: name,
      }
    },
    stop: async () => {
      await server.stop()
      await line.close()
    },
    company: {
      target: 'search',
      kinds: ['kill', 'freeze', 'partition', 'slow-disk', 'disk-full'],
      pick: async () => ({
        name: 'opensearch',
        blows: {
          kill: killing(
            () => server,
            async () => {
              server = await server.restart()
            },
          ),
          freeze: freezing(() => [server.pid]),
          partition: cutting([line]),
          'slow-disk': slowing(() => [server.pid]),
          // What its flood stage does to every index when the disk is nearly full.
          'disk-full': { strike: block(true), heal: block(false) },
        },
      }),
    },
  }
}
