import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { estimateLeg, greatCircleMetres } from '../../server/ports/travel-times/estimate.rules.ts'
import { makeRoadGraph, type RoadEdge, type RoadGraph, shortestMetres } from './road-graph.ts'

const root = join(import.meta.dirname, '../..')
/** Nearer pairs are door to door and say nothing of roads. */
const leastMetres = 300

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: resolve(root, '../shared/data/roads/taipei-daan') },
    origins: { type: 'string', default: '150' },
    /** Road metres per great-circle metre that the estimate is checked with: the company's parameter. */
    circuity: { type: 'string', default: '1.35' },
    keep: { type: 'boolean', default: false },
  },
})

if (existsSync(join(values.folder, 'nodes.csv'))) main()
else process.stderr.write(`SKIPPED: ${values.folder} holds no road graph (nodes.csv, edges.csv)\n`)

function main(): void {
  const { points, edges } = readRoads(values.folder)
  const backwards = edges.map(({ from, to, metres }) => ({ from: to, to: from, metres }))
  // The data has no tags of one-way streets: as drawn is the strictest reading, both ways the kindest.
  const readings = { 'as-drawn': edges, 'both-ways': [...edges, ...backwards] }
  for (const [reading, taken] of Object.entries(readings)) {
    const report = {
      reading,
      nodes: points.length,
      edges: taken.length,
      ...measure(makeRoadGraph(points, taken)),
    }
    process.stdout.write(`${JSON.stringify(report)}\n`)
    if (values.keep) keep(report)
  }
}

function measure(graph: RoadGraph) {
  const circuity = Number(values.circuity)
  const started = process.cpuUsage()
  const step = Math.max(1, Math.floor(graph.points.length / Number(values.origins)))
  const pairs: { straight: number; road: number; estimated: number }[] = []
  let origins = 0
  for (let origin = 0; origin < graph.points.length; origin += step) {
    const ways = shortestMetres(graph, origin)
    origins++
    for (let to = 0; to < graph.points.length; to += 7) {
      const [a, b] = [graph.points[origin], graph.points[to]]
      const road = ways[to] as number
      if (!a || !b || !Number.isFinite(road)) continue
      const straight = greatCircleMetres(a, b)
      if (straight < leastMetres) continue
      pairs.push({ straight, road, estimated: estimateLeg(a, b, { circuity, kmPerHour: 24 }).metres })
    }
  }
  const { user, system } = process.cpuUsage(started)
  const ratios = sorted(pairs.map(pair => pair.road / pair.straight))
  const errors = (of: (pair: (typeof pairs)[number]) => number) =>
    sorted(pairs.map(pair => Math.abs(of(pair) / pair.road - 1) * 100))
  const fitted = quantile(ratios, 0.5)
  const [used, refitted] = [errors(pair => pair.estimated), errors(pair => pair.straight * fitted)]
  return {
    origins,
    pairs: pairs.length,
    meanCircuity: round(mean(ratios), 3),
    fittedCircuity: round(fitted, 3),
    p90Circuity: round(quantile(ratios, 0.9), 3),
    usedCircuity: circuity,
    meanErrorPct: round(mean(used), 1),
    p95ErrorPct: round(quantile(used, 0.95), 1),
    fittedMeanErrorPct: round(mean(refitted), 1),
    fittedP95ErrorPct: round(quantile(refitted, 0.95), 1),
    cpuMsPerOrigin: round((user + system) / 1000 / origins, 2),
  }
}

function sorted(list: number[]): number[] {
  return list.sort((a, b) => a - b)
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length
}

function quantile(list: readonly number[], share: number): number {
  return list[Math.min(list.length - 1, Math.floor(list.length * share))] as number
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Nodes of the largest connected part, renumbered, and the edges between them. */
function readRoads(folder: string): { points: RoadGraph['points']; edges: RoadEdge[] } {
  const rows = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
  const kept = rows('nodes.csv').filter(([, , , isConnected]) => isConnected === '1')
  const numberOf = new Map(kept.map(([id], index) => [id, index]))
  return {
    points: kept.map(([, longitude, latitude]) => ({
      latitude: Number(latitude),
      longitude: Number(longitude),
    })),
    edges: rows('edges.csv').flatMap(([fromId, toId, metres]) => {
      const [from, to] = [numberOf.get(fromId), numberOf.get(toId)]
      return from === undefined || to === undefined ? [] : [{ from, to, metres: Number(metres) }]
    }),
  }
}

function keep(report: Record<string, string | number>): void {
  const file = join(import.meta.dirname, 'history.csv')
  const date = new Date(performance.timeOrigin).toISOString().slice(0, 10)
  if (!existsSync(file)) appendFileSync(file, `date,${Object.keys(report).join(',')}\n`)
  appendFileSync(file, `${date},${Object.values(report).join(',')}\n`)
}
