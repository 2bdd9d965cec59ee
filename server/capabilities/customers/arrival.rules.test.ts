import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clusterMetres, distanceMetres, learnPoint } from './arrival.rules.ts'

const door = { latitude: 22.7583, longitude: 121.1444 }
/** A point so many metres north and east of the door. */
const at = (north: number, east: number) => ({
  latitude: door.latitude + north / 111_195,
  longitude: door.longitude + east / (111_195 * Math.cos((door.latitude * Math.PI) / 180)),
})
const village = { ...at(900, 400), source: 'village-centroid', precisionMetres: 1_200 }
const agreeing = [at(0, 0), at(12, -8), at(-10, 6)]

describe('learning where a site is from arrivals', () => {
  test('[A7] two arrivals say nothing, three that agree move a coarse pin to their middle', () => {
    expect(learnPoint(village, agreeing.slice(0, 2))).toBeUndefined()
    const learned = learnPoint(village, agreeing)
    expect(learned && distanceMetres(learned, door)).toBeLessThan(10)
    expect(learned?.precisionMetres).toBe(15)
    expect(learnPoint(null, agreeing)).toEqual(learned)
  })

  test('[A7] three arrivals in three streets do not agree', () => {
    expect(learnPoint(village, [at(0, 0), at(300, 0), at(0, 300)])).toBeUndefined()
  })

  test('[A7] one arrival from the wrong town does not pull the pin', () => {
    const learned = learnPoint(village, [...agreeing, at(15_000, 3_000)])
    expect(learned && distanceMetres(learned, door)).toBeLessThan(10)
  })

  test('[A7] people outrank phones', () => {
    expect(learnPoint({ ...at(500, 0), source: 'staff', precisionMetres: 5 }, agreeing)).toBeUndefined()
  })

  test('[A7] a pin already learned follows a shop that moves, and otherwise stays where it is', () => {
    const learned = { ...door, source: 'arrivals', precisionMetres: 15 }
    expect(learnPoint(learned, agreeing)).toBeUndefined()
    const moved = [at(400, 0), at(405, 3), at(395, -4), at(402, 1)]
    const followed = learnPoint(learned, [...moved, ...agreeing])
    expect(followed && distanceMetres(followed, at(400, 0))).toBeLessThan(10)
  })

  test('[A7] a better point of an address service is not made worse', () => {
    const precise = { ...at(20, 0), source: 'address-service', precisionMetres: 10 }
    expect(learnPoint(precise, agreeing)).toBeUndefined()
  })

  test('[A7] whatever the arrivals, a learned pin lies within reach of three of them', () => {
    const metres = fc.integer({ min: -400, max: 400 })
    fc.assert(
      fc.property(fc.array(fc.tuple(metres, metres), { maxLength: 15 }), offsets => {
        const arrivals = offsets.map(([north, east]) => at(north, east))
        const learned = learnPoint(null, arrivals)
        if (!learned) return
        const near = arrivals.filter(point => distanceMetres(point, learned) <= clusterMetres)
        expect(near.length).toBeGreaterThanOrEqual(3)
      }),
    )
  })
})
