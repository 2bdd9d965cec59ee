import { expect, test } from 'vitest'
import { innerPoint, isInside, largestPart, type Polygon, reachMetres } from './inner-point.rules.ts'

const square = (west: number, south: number, size: number) =>
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ] as const

test('[A7] a plain place is pinned at its centroid', () => {
  const [x, y] = innerPoint([square(121, 22, 1)])
  expect([x, y]).toEqual([expect.closeTo(121.5, 9), expect.closeTo(22.5, 9)])
})

test('[A7] a place with a hole in its middle, or bent around another, is pinned inside itself', () => {
  const ring: Polygon = [square(0, 0, 10), square(2, 2, 6)]
  const crescent: Polygon = [
    [
      [0, 0],
      [10, 0],
      [10, 1],
      [1, 1],
      [1, 9],
      [10, 9],
      [10, 10],
      [0, 10],
      [0, 0],
    ],
  ]
  for (const place of [ring, crescent]) {
    expect(isInside([5, 5], place)).toBe(false)
    expect(isInside(innerPoint(place), place)).toBe(true)
  }
})

test('[A7] an island town is pinned on its island, not on a rock beside it; nothing at all is pinned nowhere', () => {
  const [rock, island]: Polygon[] = [[square(0, 0, 0.1)], [square(1, 1, 2)]]
  expect(largestPart([rock ?? [], island ?? []])).toBe(island)
  expect(largestPart([])).toEqual([])
  expect(
    innerPoint([
      [
        [3, 4],
        [3, 4],
      ],
    ]),
  ).toEqual([3, 4])
})

test('[A7] the reach is the distance to the farthest corner, shorter eastwards as the meridians close', () => {
  expect(reachMetres([0, 0], [[square(0, 0, 1)]])).toBe(Math.ceil(Math.SQRT2 * 111_195))
  const north = reachMetres(
    [121, 22],
    [
      [
        [
          [121, 22],
          [121, 23],
          [121, 22],
        ],
      ],
    ],
  )
  const east = reachMetres(
    [121, 22],
    [
      [
        [
          [121, 22],
          [122, 22],
          [121, 22],
        ],
      ],
    ],
  )
  expect([north, east]).toEqual([111_195, Math.ceil(111_195 * Math.cos((22 * Math.PI) / 180))])
})
