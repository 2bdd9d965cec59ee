import { describe, expect, test } from 'vitest'
import { dayFixture, ids, stopFixture } from '../../../testkit/day-fixture.ts'
import { tripsOf } from '../today/today.rules.ts'
import { buildingOf, isSameDoor, openAtDoor, stopsAtDoor } from './door.rules.ts'

const at = (address: string, latitude = 22.75) => ({
  address,
  point: { latitude, longitude: 121.15 },
  isPointCoarse: false,
})

describe('the door', () => {
  test.each([
    ['台東市正氣路905號3樓', '台東市正氣路905號'],
    ['臺東市正氣路９０５號 之2 5樓', '台東市正氣路905號之2'],
    ['正氣路905之1號', '正氣路905之1號'],
    ['南田村海邊', '南田村海邊'],
    ['', ''],
  ])('[F1] of %s is %s', (address, building) => {
    expect(buildingOf(address)).toBe(building)
  })

  test('[F1] is one for two floors, and for two shops on one spot; not for two towns with a street of one name', () => {
    expect(isSameDoor(at('正氣路905號3樓'), at('正氣路905號5樓', 22.7501))).toBe(true)
    expect(isSameDoor(at('正氣路905號'), at('正氣路907號', 22.75005))).toBe(true)
    expect(isSameDoor(at('中山路1號'), at('中山路1號', 22.9))).toBe(false)
    expect(isSameDoor(at('中山路1號'), at('中山路3號', 22.751))).toBe(false)
    const nowhere = { address: '', point: null, isPointCoarse: false }
    expect(isSameDoor(nowhere, nowhere)).toBe(false)
    const vague = { ...at('中山路3號'), isPointCoarse: true }
    expect(isSameDoor(at('中山路1號'), vague)).toBe(false)
  })

  test('[F1] takes in neighbours of the trip only, and leaves out who is served already', () => {
    const floors = ['正氣路 9 號 2 樓', '正氣路 9 號 3 樓', '中華路 1 號', '正氣路 9 號 4 樓']
    const stops = floors.map((address, index) =>
      stopFixture(index + 1, {
        address,
        point: null,
        ...(index === 0 ? { state: 'done' as const } : {}),
      }),
    )
    const trips = tripsOf(dayFixture({ stops }))
    const door = stopsAtDoor(trips, ids.stop(2))
    expect(door.map(({ number }) => number)).toEqual([1, 2])
    expect(openAtDoor(door).map(({ number }) => number)).toEqual([2])
    expect(stopsAtDoor(trips, ids.stop(4)).map(({ number }) => number)).toEqual([4])
    expect(stopsAtDoor(trips, 'unknown')).toEqual([])
  })
})
