import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metresBetween, type PatrolCandidate, patrolList } from './patrol.rules.ts'

const policy = { withinMetres: 2000, serviceMinutes: 8, metresPerMinute: 400 }
const at = (metresNorth: number) => ({ latitude: 22.75 + metresNorth / 111_195, longitude: 121.14 })
const planned = [{ siteId: 'stop', point: at(0) }]
const site = (siteId: string, given: Partial<PatrolCandidate> = {}): PatrolCandidate => ({
  siteId,
  point: at(400),
  roomGrams: 45_000,
  cylinderGrams: 20_000,
  mostCylinders: 100,
  isPatrolled: false,
  ...given,
})

describe('who is worth a visit in passing', () => {
  test('[D2] a site near a planned stop with room: whole cylinders, and gas for each minute of the truck', () => {
    expect(patrolList([site('a')], planned, policy)).toEqual([
      {
        siteId: 'a',
        nearSiteId: 'stop',
        metres: 400,
        cylinders: 2,
        gasGrams: 40_000,
        gramsPerMinute: 4000,
        isPatrolled: false,
      },
    ])
  })

  test('[D2] nobody without room for one cylinder, nobody that no truck passes, nobody on an empty day', () => {
    expect(patrolList([site('a', { roomGrams: 19_999 })], planned, policy)).toEqual([])
    expect(patrolList([site('a', { point: at(2001) })], planned, policy)).toEqual([])
    expect(patrolList([site('a', { point: at(1999) })], planned, policy)).toHaveLength(1)
    expect(patrolList([site('a')], [], policy)).toEqual([])
    expect(patrolList([site('a', { mostCylinders: 1 })], planned, policy)[0]?.cylinders).toBe(1)
  })

  test('[D2] the most gas for a minute comes first, among equals the patrolled, then always the same', () => {
    const order = patrolList(
      [
        site('d'),
        site('c', { isPatrolled: true }),
        site('b', { point: at(100) }),
        site('e'),
        site('a', { roomGrams: 20_000 }),
      ],
      planned,
      policy,
    )
    expect(order.map(line => line.siteId)).toEqual(['b', 'c', 'd', 'e', 'a'])
  })

  test('[D2] the nearest stop is named', () => {
    const stops = [{ siteId: 'far', point: at(-900) }, { siteId: 'near', point: at(700) }, ...planned]
    expect(patrolList([site('a')], stops, policy)[0]).toMatchObject({ nearSiteId: 'near', metres: 300 })
  })

  test('[D2] every line fits, is within reach, and more room never lowers what a visit is worth', () => {
    const candidates = fc.array(
      fc.record({
        room: fc.integer({ min: 0, max: 200_000 }),
        north: fc.integer({ min: -5000, max: 5000 }),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(candidates, all => {
        const sites = all.map(({ room, north }, index) =>
          site(`s${index}`, { roomGrams: room, point: at(north) }),
        )
        const lines = patrolList(sites, planned, policy)
        for (const line of lines) {
          const of = sites.find(each => each.siteId === line.siteId)
          expect(line.gasGrams).toBeLessThanOrEqual(of?.roomGrams ?? 0)
          expect(line.metres).toBeLessThanOrEqual(policy.withinMetres)
        }
        const roomier = patrolList(
          sites.map(each => ({ ...each, roomGrams: each.roomGrams + 20_000 })),
          planned,
          policy,
        )
        for (const line of lines)
          expect(roomier.find(each => each.siteId === line.siteId)?.gramsPerMinute).toBeGreaterThan(
            line.gramsPerMinute,
          )
      }),
    )
  })

  test('[D2] distances are those of the ground', () => {
    expect(
      metresBetween({ latitude: 22.75, longitude: 121.1 }, { latitude: 22.75, longitude: 121.2 }),
    ).toBeCloseTo(10_255, -2)
  })
})
