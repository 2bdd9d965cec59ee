import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { hasOpenSearch, type OpenSearchServer, startOpenSearch } from '../../testkit/engines/opensearch.ts'
import { indexedOf } from './opensearch-documents.ts'
import { searchContract } from './search.contract.ts'
import { makeOpenSearch } from './search.opensearch.ts'
import type { FollowingSearch, SearchDocument } from './search.port.ts'
import { relevanceTest } from './search.relevance.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-opensearch-'))
let server: OpenSearchServer
/** A busy machine needs minutes to start a Java server. */
const startMs = 400_000
let count = 0
/** An installation of its own on the server. */
function fresh(): FollowingSearch {
  count += 1
  return makeOpenSearch({
    url: server.url,
    username: 'gas',
    password: crypto.randomUUID(),
    name: `test${count}`,
  })
}

const document = (title: string, id: string) => {
  const made: SearchDocument = {
    ...{ kind: 'customer', id, drawer: 'customers', key: id.slice(-6), title, detail: '', also: [] },
    ...{ exacts: [], state: 'active', isClosed: false, sortKey: 1n },
  }
  return indexedOf(made)
}
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

describe.skipIf(!hasOpenSearch())('an OpenSearch server', () => {
  beforeAll(async () => {
    server = await startOpenSearch(folder)
  }, startMs)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const ready = async () => {
    const index = fresh()
    await index.put([])
    return index
  }
  searchContract('opensearch', ready)
  relevanceTest('opensearch', ready)

  const namesFound = async (index: FollowingSearch, text: string) =>
    (await index.find({ whole: text, words: [text], kinds: ['customer'], limit: 10 })).map(hit => hit.title)

  async function following() {
    const index = fresh()
    onTestFinished(() => index.close())
    const id = idOf(1)
    const change = (version: bigint, title: string | null) => ({
      ...{ kind: 'customer', id, version },
      document: title === null ? null : document(title, id),
    })
    return { index, id, change }
  }

  test('[S21] a change that comes late or twice never overwrites a later one, nor brings back what was deleted', async () => {
    const { index, change } = await following()
    await index.put([])
    await index.apply([change(7n, '新名字')], true)
    await index.apply([change(5n, '舊名字')], true)
    await index.apply([change(7n, '新名字')], true)
    expect(await namesFound(index, '名字')).toEqual(['新名字'])
    await index.apply([change(9n, null)], true)
    await index.apply([change(8n, '舊名字'), change(9n, null)], true)
    expect(await namesFound(index, '名字')).toEqual([])
  })

  test('[S21] while an index is rebuilt the old one is searched, and changes reach both', async () => {
    const { index, id, change } = await following()
    await index.put([])
    await index.apply([change(5n, '舊名字')], true)
    const rebuild = await index.beginRebuild()
    await index.apply([change(6n, '新名字')], true)
    const [other, gone] = [idOf(2), idOf(3)]
    await index.apply([{ kind: 'customer', id: gone, version: 9n, document: null }], true)
    await rebuild.add([document('舊名字', id), document('別的名字', other), document('去了的名字', gone)])
    expect(await namesFound(index, '名字')).toEqual(['新名字'])
    await rebuild.finish()
    expect((await namesFound(index, '名字')).toSorted()).toEqual(['別的名字', '新名字'].toSorted())
    const again = await index.beginRebuild()
    await again.abandon()
    expect(await namesFound(index, '名字')).toHaveLength(2)
  })

  test('[S21] what an engine holds is told by pages, with a fingerprint of all of it', async () => {
    const { index, change } = await following()
    await index.put([])
    await index.apply([change(5n, '甲'), { ...change(5n, null), id: idOf(9) }], true)
    const page = await index.readPage(null)
    expect(page.next).toBeNull()
    expect(page.held).toHaveLength(1)
    expect(await index.readHeld([...page.held, { kind: 'customer', id: idOf(9) }])).toEqual(page.held)
  })

  test('[S13] [S21] a server killed amid work has lost nothing it had taken', async () => {
    const { index, change } = await following()
    await index.put([])
    await index.apply([change(5n, '幸福小吃')], false)
    server.signal('SIGKILL')
    await server.ended
    await expect(namesFound(index, '幸福')).rejects.toThrow()
    server = await server.restart()
    await expect
      .poll(() => namesFound(index, '幸福').catch(() => []), { timeout: 30_000 })
      .toEqual(['幸福小吃'])
  })
})
