import { connect } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../clock.ts'
import { makeLogger } from '../telemetry/logger.ts'
import { makeMetrics } from '../telemetry/metrics.ts'
import { makeHttpServer } from './http-server.ts'

interface Line {
  level: number
  msg: string
  code?: string
}

/** A server whose one answer, compressed piece by piece, has not begun when its asker hangs up. */
async function lateServer() {
  const lines: Line[] = []
  const log = new Writable({
    write: (chunk, _encoding, done) => {
      for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line) as Line)
      done()
    },
  })
  const metrics = makeMetrics()
  const app = await makeHttpServer({
    logger: makeLogger('info', log),
    metrics,
    clock: settableClock('2026-11-22T01:00:00Z'),
  })
  onTestFinished(() => app.close())
  let asked: () => void = () => undefined
  const isAsked = new Promise<void>(resolve => {
    asked = resolve
  })
  app.post('/late', async (request, reply) => {
    const gone = new Promise(resolve => request.raw.socket.once('close', resolve))
    const text = async function* () {
      asked()
      await gone
      yield JSON.stringify({ text: '瓦斯'.repeat(1_000) })
    }
    return reply.type('application/json').send(Readable.from(text()))
  })
  app.get('/torn', async () => {
    throw Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const problems = async () => (await metrics.problems.get()).values.map(({ labels }) => labels.code)
  return { app, lines, port, isAsked, problems }
}

test('[S9] a client that hangs up while its answer is compressed is no defect', async () => {
  const { lines, port, isAsked, problems } = await lateServer()
  const client = connect(port, '127.0.0.1')
  const headers = ['Host: x', 'Accept-Encoding: gzip', 'Content-Type: application/json', 'Content-Length: 2']
  client.write(`POST /late HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n{}`)
  await isAsked
  client.destroy()
  await expect.poll(() => lines.map(line => line.code)).toContain('request.abandoned')
  expect(lines.filter(line => line.level >= 40)).toEqual([])
  expect(await problems()).toEqual(['request.abandoned'])
})

test('[S9] a stream of ours that breaks while the client is still there stays a defect', async () => {
  const { app, lines } = await lateServer()
  const answer = await app.inject({ url: '/torn' })
  expect([answer.statusCode, answer.json().code]).toEqual([500, 'platform.defect'])
  expect(lines.map(line => line.msg)).toContain('defect')
})
