import { createClient } from '@luckygas/ui/api/client.ts'
import { expect, test } from 'vitest'
import { contentTypeOf, pieceBytes, sha256Of, uploadInPieces } from './upload.ts'

function server(failAt: number) {
  let received = 0
  let requests = 0
  const offsets: number[] = []
  const reply = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })
  const fetchIt = (async (url: string, init: RequestInit) => {
    if (init.method === 'POST') return reply({ receivedBytes: 0, isComplete: false })
    requests += 1
    const offset = Number(new URL(url, 'http://x').searchParams.get('offset'))
    offsets.push(offset)
    const size = (init.body as Blob).size
    if (offset !== received) {
      const params = { receivedBytes: received }
      return reply({ kind: 'refused', code: 'files.offset-mismatch', status: 409, params }, 409)
    }
    received += size
    if (requests === failAt) throw new TypeError('cut after the bytes arrived')
    return reply({ receivedBytes: received, isComplete: received >= total })
  }) as typeof fetch
  let total = 0
  return {
    offsets,
    received: () => received,
    client: (size: number) => {
      total = size
      return createClient({ fetch: fetchIt, sleep: async () => undefined })
    },
  }
}
const fileOf = (size: number) => new File([new Uint8Array(size).fill(7)], '客戶.xlsx')
const options = { id: '0193f0f0-0000-7000-8000-000000000001', signal: new AbortController().signal }

test('[A1] a file goes up in pieces with its progress', async () => {
  const size = pieceBytes * 2 + 10
  const stand = server(-1)
  const seen: number[] = []
  await uploadInPieces(stand.client(size), fileOf(size), {
    ...options,
    onProgress: each => seen.push(each.sentBytes),
  })
  expect(stand.offsets).toEqual([0, pieceBytes, pieceBytes * 2])
  expect(seen.at(-1)).toBe(size)
})

test('[A1] a piece whose answer was lost is not sent twice over: the upload goes on where the server stopped', async () => {
  const size = pieceBytes * 2
  const stand = server(1)
  await uploadInPieces(stand.client(size), fileOf(size), { ...options, onProgress: () => undefined })
  expect(stand.received()).toBe(size)
  expect(stand.offsets).toEqual([0, 0, pieceBytes])
})

test('[A1] type by ending, and the checksum the server compares', async () => {
  expect(contentTypeOf({ name: '客戶.XLSX', type: '' })).toContain('spreadsheetml')
  expect(contentTypeOf({ name: 'history.csv', type: '' })).toBe('text/csv')
  expect(await sha256Of(new Blob(['abc']))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
