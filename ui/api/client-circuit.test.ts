import { expect, test } from 'vitest'
import { createCircuit } from './circuit.ts'
import { createClient } from './client.ts'
import { networkCodes } from './problem-error.ts'
import { listOrders } from './routes/orders.ts'

const answers = () => new Response(JSON.stringify({ orders: [], nextCursor: null }))

/** A client whose breaker opens after three failures for a second of the test's own clock. */
function clientOf(handler: () => Response | Promise<Response>) {
  const scene = { now: 0, requests: 0, handler }
  const circuit = createCircuit({ nowMs: () => scene.now, failureLimit: 3, pauseMs: 1_000 })
  const states: string[] = []
  circuit.state.subscribe(state => states.push(state))
  const client = createClient({
    circuit,
    random: () => 0,
    sleep: async () => undefined,
    fetch: (async () => {
      scene.requests += 1
      return scene.handler()
    }) as typeof fetch,
  })
  const ask = () => client.call(listOrders, {}, { retries: 0 }).catch((error: unknown) => error)
  return { scene, states, ask }
}
const lost = () => {
  throw new TypeError('network')
}

test('[S4] a client asks a dead server three times, then nobody until its pause is over, then once; it closes on an answer', async () => {
  const { scene, states, ask } = clientOf(lost)
  for (let time = 0; time < 3; time += 1)
    expect(await ask()).toMatchObject({ code: networkCodes.offline, kind: 'unavailable' })
  expect(await ask()).toMatchObject({ code: networkCodes.circuitOpen, retryAfter: 1 })
  expect(scene.requests).toBe(3)
  scene.now = 1_000
  let answer: (response: Response) => void = () => undefined
  scene.handler = () =>
    new Promise(resolve => {
      answer = resolve
    })
  const probe = ask()
  await Promise.resolve()
  // While one asks for all, the others are told to wait.
  expect(await ask()).toMatchObject({ code: networkCodes.circuitOpen })
  expect([scene.requests, states]).toEqual([4, ['open', 'half-open']])
  answer(answers())
  expect(await probe).toEqual({ orders: [], nextCursor: null })
  scene.handler = answers
  expect(await ask()).toEqual({ orders: [], nextCursor: null })
  expect(states).toEqual(['open', 'half-open', 'closed'])
})

test('[S4] a probe that fails opens the breaker for longer; a retry within one call asks it too', async () => {
  const { scene, states, ask } = clientOf(lost)
  for (let time = 0; time < 3; time += 1) await ask()
  scene.now = 1_000
  expect(await ask()).toMatchObject({ code: networkCodes.offline })
  expect(await ask()).toMatchObject({ code: networkCodes.circuitOpen, retryAfter: 2 })
  expect(states).toEqual(['open', 'half-open', 'open'])
})

test('[S4] a server that refuses is not a dead one: the breaker stays closed', async () => {
  const body = JSON.stringify({ kind: 'refused', code: 'orders.duplicate', status: 409 })
  const headers = { 'content-type': 'application/problem+json' }
  const { scene, states, ask } = clientOf(() => new Response(body, { status: 409, headers }))
  for (let time = 0; time < 10; time += 1) expect(await ask()).toMatchObject({ code: 'orders.duplicate' })
  expect([scene.requests, states]).toEqual([10, []])
})
