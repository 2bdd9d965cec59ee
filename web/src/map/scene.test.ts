import { expect, test } from 'vitest'
import { edgesOf, type MapScene, townBounds } from './scene.ts'

const centre = { latitude: 22.75, longitude: 121.15 }
const point = (id: string, latitude: number, longitude: number) => ({
  id,
  point: { latitude, longitude },
  colour: '',
  text: '',
  isHollow: false,
  isBroken: false,
  isSelected: false,
  title: '',
})
const scene = (over: Partial<MapScene>): MapScene => ({ centre, points: [], lines: [], tags: [], ...over })

test('[E2] the map opens on the town: far stops do not shrink it below town scale', () => {
  const near = Array.from({ length: 8 }, (_, index) => point(`n${index}`, 22.75 + index * 0.003, 121.15))
  const bounds = townBounds(
    scene({ points: [...near, point('far', 23.3, 121.4), point('far2', 22.3, 120.9)] }),
  )
  expect(bounds.north - bounds.south).toBeLessThan(0.2)
  expect(bounds.north).toBeGreaterThan(22.76)
})

test('[E2] stops outside the view become one tag for each run with count and direction', () => {
  const view = { west: 121.1, east: 121.2, south: 22.7, north: 22.8 }
  const north = { latitude: 23.1, longitude: 121.15 }
  const line = { id: 'g', label: 'G', colour: '', isStrong: false, points: [centre, north, north] }
  expect(edgesOf(scene({ lines: [line] }), view)).toEqual([
    { arrow: '↑', tags: [{ id: 'g', text: 'G', colour: '', count: 2 }] },
  ])
  expect(edgesOf(scene({ lines: [{ ...line, points: [centre] }] }), view)).toEqual([])
})
