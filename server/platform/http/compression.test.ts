import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { openTestDoor } from '../../testkit/test-door.ts'
import { settableClock } from '../clock.ts'
import { makeLogger } from '../telemetry/logger.ts'
import { makeMetrics } from '../telemetry/metrics.ts'
import { makeHttpServer } from './http-server.ts'
import { registerApps } from './static-apps.ts'

const script = `${'export const gas = 1;\n'.repeat(500)}`

async function appServer() {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-static-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/app.js'), script)
  writeFileSync(join(folder, 'assets/app.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, 'assets/app.js.gz'), gzipSync(script))
  const app = await makeHttpServer({
    logger: makeLogger('silent'),
    metrics: makeMetrics(),
    clock: settableClock('2026-11-22T01:00:00Z'),
  })
  onTestFinished(() => app.close())
  await registerApps(app, [{ prefix: '/', folder }])
  return app
}

test('[S30] an app’s file comes as the browser understands it best, kept for ever, told apart by Vary', async () => {
  const app = await appServer()
  const ask = (encodings?: string) =>
    app.inject({ url: '/assets/app.js', headers: encodings ? { 'accept-encoding': encodings } : {} })
  const [best, older, plain] = [await ask('gzip, deflate, br'), await ask('gzip'), await ask()]
  expect([best, older, plain].map(answer => answer.headers['content-encoding'])).toEqual([
    'br',
    'gzip',
    undefined,
  ])
  expect(brotliDecompressSync(best.rawPayload).toString()).toBe(script)
  expect(gunzipSync(older.rawPayload).toString()).toBe(script)
  expect(plain.body).toBe(script)
  for (const answer of [best, older, plain]) {
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-type']).toContain('javascript')
    expect(String(answer.headers.vary).toLowerCase()).toContain('accept-encoding')
  }
})

test('[S30] a long answer is compressed, a short one is not worth it', async () => {
  const { app, signIn } = await openTestDoor()
  const token = await signIn('super_admin')
  const ask = (url: string) =>
    app.inject({ url, headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' } })
  const long = await ask('/api/openapi.json')
  expect(long.headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(gunzipSync(long.rawPayload).toString())).toMatchObject({ openapi: expect.any(String) })
  expect((await ask('/api/me')).headers['content-encoding']).toBeUndefined()
})
