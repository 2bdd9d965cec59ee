import { expect, test } from 'vitest'
import { createCircuit } from './circuit.ts'

test('[S4] the breaker opens after its limit, lets one probe through and closes on success', () => {
  let now = 0
  const states: string[] = []
  const circuit = createCircuit({ nowMs: () => now, failureLimit: 3, pauseMs: 1000 })
  circuit.state.subscribe(state => states.push(state))
  for (let failure = 0; failure < 3; failure += 1) {
    expect(circuit.admit()).toBe(0)
    circuit.failed()
  }
  expect(circuit.admit()).toBe(1000)
  now = 1000
  expect(circuit.admit()).toBe(0)
  expect(circuit.admit()).toBeGreaterThan(0)
  circuit.succeeded()
  expect(circuit.admit()).toBe(0)
  expect(states).toEqual(['open', 'half-open', 'closed'])
})

test('[S4] a failed probe opens it again for twice as long', () => {
  let now = 0
  const circuit = createCircuit({ nowMs: () => now, failureLimit: 1, pauseMs: 1000 })
  circuit.admit()
  circuit.failed()
  now = 1000
  circuit.admit()
  circuit.failed()
  expect(circuit.state.get()).toBe('open')
  expect(circuit.admit()).toBe(2000)
})

test('[S4] successes in between keep it closed', () => {
  const circuit = createCircuit({ nowMs: () => 0, failureLimit: 2 })
  for (let round = 0; round < 10; round += 1) {
    circuit.failed()
    circuit.succeeded()
  }
  expect(circuit.state.get()).toBe('closed')
})
