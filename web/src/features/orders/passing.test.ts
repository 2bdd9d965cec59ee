import { expect, test } from 'vitest'
import { metresBetween, passingTrucks } from './passing.ts'

const place = { latitude: 22.75, longitude: 121.15 }
const run = (id: string) => ({ id, letter: id.toUpperCase(), driverName: `司機${id}` })
const stop = (runId: string | null, latitude: number, departMinute: number, state = 'published') => ({
  runId,
  state,
  trip: 1,
  point: { latitude, longitude: 121.15 },
  arriveMinute: departMinute - 5,
  departMinute,
})
const board = (stops: object[]) => ({ runs: [run('a'), run('b')], stops }) as never

test('[C2] the truck whose remaining stop is nearest comes by first', () => {
  const passing = passingTrucks(
    board([stop('a', 22.76, 870), stop('a', 22.8, 900), stop('b', 22.752, 880), stop(null, 22.75, 800)]),
    place,
    600,
  )
  expect(passing.map(({ letter, atMinute }) => [letter, atMinute])).toEqual([
    ['B', 880],
    ['A', 870],
  ])
  expect(passing[0]?.metres).toBe(222)
})

test('[C2] a stop that was served, or left before now, brings no truck back', () => {
  const stops = [stop('a', 22.75, 600), stop('a', 22.75, 900, 'done'), stop('b', 22.9, 700)]
  expect(passingTrucks(board(stops), place, 650).map(({ letter }) => letter)).toEqual(['B'])
  expect(passingTrucks(board([]), place, 0)).toEqual([])
  expect(metresBetween(place, place)).toBe(0)
})
