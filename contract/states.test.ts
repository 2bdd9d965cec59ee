import { describe, expect, test } from 'vitest'
import { mayFollow, orderStates, runStates, stopStates } from './states.ts'

const tables = { orderStates, stopStates, runStates } as Record<string, Record<string, readonly string[]>>

/** States that can be reached from one, itself left out unless a way leads back. */
function reachable(table: Record<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set<string>()
  const open = [...(table[from] ?? [])]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue
    seen.add(state)
    open.push(...(table[state] ?? []))
  }
  return seen
}

describe('the state tables', () => {
  test.each(Object.keys(tables))(
    '[C1] %s: every state that may follow exists, none follows itself, none twice',
    name => {
      for (const [from, next] of Object.entries(tables[name] ?? {})) {
        for (const to of next) expect(Object.keys(tables[name] ?? {})).toContain(to)
        expect(next).not.toContain(from)
        expect(new Set(next).size).toBe(next.length)
      }
    },
  )

  test('[C1] every state can be reached from the first one', () => {
    expect([...reachable(orderStates, 'draft'), 'draft'].sort()).toEqual(Object.keys(orderStates).sort())
    expect([...reachable(stopStates, 'unplanned')].sort()).toEqual(Object.keys(stopStates).sort())
    expect([...reachable(runStates, 'planned')].sort()).toEqual(Object.keys(runStates).sort())
  })

  test('[C1] an order ends only delivered or cancelled, and from every other state both ends can be reached', () => {
    const ends = Object.keys(orderStates).filter(
      state => (orderStates as typeof tables.orderStates)?.[state]?.length === 0,
    )
    expect(ends).toEqual(['delivered', 'cancelled'])
    for (const state of Object.keys(orderStates).filter(each => !ends.includes(each)))
      for (const end of ends) expect([state, reachable(orderStates, state).has(end)]).toEqual([state, true])
  })

  test('[C1] the table answers what it says and nothing else', () => {
    expect(mayFollow(orderStates, 'draft', 'confirmed')).toBe(true)
    expect(mayFollow(orderStates, 'confirmed', 'delivered')).toBe(false)
    expect(mayFollow(orderStates, 'delivered', 'cancelled')).toBe(false)
    expect(mayFollow(runStates, 'closed', 'published')).toBe(false)
    expect(mayFollow(stopStates, 'cancelled', 'planned')).toBe(false)
  })

  test('[C1] [F4] a closed run opens again only on the road, and a run is loaded first after it was published', () => {
    expect(runStates.closed).toEqual(['loaded'])
    const before = Object.entries(runStates).filter(([, next]) =>
      (next as readonly string[]).includes('loaded'),
    )
    expect(before.map(([state]) => state)).toEqual(['published', 'closed'])
  })
})
