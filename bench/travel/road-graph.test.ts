import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRoadGraph, type RoadEdge, shortestMetres } from './road-graph.ts'

const size = 12
const points = Array.from({ length: size }, (_, index) => ({ latitude: 25 + index / 1000, longitude: 121.5 }))
const anyEdges = fc.array(
  fc.record<RoadEdge>({
    from: fc.integer({ min: 0, max: size - 1 }),
    to: fc.integer({ min: 0, max: size - 1 }),
    metres: fc.integer({ min: 1, max: 500 }),
  }),
  { maxLength: 40 },
)

/** All pairs by Floyd and Warshall: other code, plain and slow. */
function plainly(edges: readonly RoadEdge[]): number[][] {
  const metres = points.map((_, from) => points.map((_, to) => (from === to ? 0 : Number.POSITIVE_INFINITY)))
  const at = (from: number, to: number) => metres[from]?.[to] as number
  const set = (from: number, to: number, value: number) => {
    if (value < at(from, to)) (metres[from] as number[])[to] = value
  }
  for (const { from, to, metres: length } of edges) set(from, to, length)
  for (const [via] of points.entries())
    for (const [from] of points.entries())
      for (const [to] of points.entries()) set(from, to, at(from, via) + at(via, to))
  return metres
}

test('[E4] shortest ways are those of another algorithm, one-way streets and dead ends included', () => {
  fc.assert(
    fc.property(anyEdges, edges => {
      const graph = makeRoadGraph(points, edges)
      const plain = plainly(edges)
      for (const [from] of points.entries()) expect([...shortestMetres(graph, from)]).toEqual(plain[from])
    }),
  )
})
