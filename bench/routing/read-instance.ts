/**
 * Reads the classic instances into the planner's own problem, so that the bench measures the engine that plans
 * the day and not a special one. One second stands for one unit of the instance's scaled time, one metre for one
 * unit of its scaled distance, and only distance costs.
 */
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Depot, Driver, MatrixTravel, Problem, Stop, Vehicle } from '../../server/planner/planner.api.ts'

/** How the instance's cost is compared: `total / divisor` in the convention of the best-known list. */
export type Instance = { name: string; problem: Problem; divisor: number; isClassic: boolean }

type Node = {
  x: number
  y: number
  demand: number
  from: number
  to: number
  service: number
  release: number
}

type Classic = {
  name: string
  nodes: Node[]
  capacity: number
  vehicles: number
  trips: number
  /** Times ten and cut, as in the DIMACS challenge, or rounded, as CVRPLIB does. */
  scale: 'dimacs' | 'rounded'
  isTimed: boolean
  matrix?: number[][]
}

/** Chooses the reader by the file's content. */
export function readInstance(file: string): Instance {
  const text = readFileSync(file, 'utf8')
  const name = basename(file, extname(file))
  if (extname(file) === '.json') {
    return { name, problem: JSON.parse(text) as Problem, divisor: 1, isClassic: false }
  }
  if (/^\s*VEHICLE\s*$/m.test(text)) return classic(readSolomon(name, text), 10)
  const instance = readVrplib(name, text)
  return classic(instance, 1)
}

function classic(instance: Classic, divisor: number): Instance {
  return { name: instance.name, problem: toProblem(instance), divisor, isClassic: true }
}

/** Solomon's and Gehring and Homberger's format. */
function readSolomon(name: string, text: string): Classic {
  const numbers = text.split('\n').map(line => line.trim().split(/\s+/).map(Number))
  const rows = numbers.filter(row => row.length === 7 && row.every(Number.isFinite))
  const fleet = numbers.find(row => row.length === 2 && row.every(Number.isFinite)) ?? [0, 0]
  return {
    name,
    vehicles: fleet[0] as number,
    capacity: fleet[1] as number,
    trips: 1,
    scale: 'dimacs',
    isTimed: true,
    nodes: rows.map(([, x = 0, y = 0, demand = 0, from = 0, to = 0, service = 0]) => {
      return { x, y, demand, from, to, service, release: 0 }
    }),
  }
}

/** CVRPLIB (EUC_2D and explicit lower rows) and the multi-trip set with windows and release times. */
function readVrplib(name: string, text: string): Classic {
  const header = (key: string) => new RegExp(`^${key}\\s*:\\s*(.+?)\\s*$`, 'm').exec(text)?.[1]
  const section = (key: string): number[][] => {
    const body = new RegExp(`^${key}_SECTION\\s*\\n([\\s\\S]*?)(?=^[A-Z])`, 'm').exec(text)?.[1] ?? ''
    return body
      .trim()
      .split('\n')
      .filter(Boolean)
      .map(line => line.trim().split(/\s+/).map(Number))
  }
  const isTimed = header('TYPE') === 'MTVRPTWR'
  const points = section('NODE_COORD')
  const value = (key: string, column = 1) => new Map(section(key).map(row => [row[0], row[column] as number]))
  const demand = value('DEMAND')
  const from = value('TIME_WINDOW')
  const to = value('TIME_WINDOW', 2)
  const release = value('RELEASE_TIME')
  const service = Number(header('SERVICE_TIME') ?? 0)
  const capacity = Number(header('CAPACITY'))
  const total = [...demand.values()].reduce((sum, each) => sum + each, 0)
  const size = points.length
  const matrix =
    header('EDGE_WEIGHT_TYPE') === 'EXPLICIT' ? lowerRows(section('EDGE_WEIGHT').flat(), size) : undefined
  return {
    name,
    capacity,
    vehicles: Number(header('VEHICLES') ?? Math.min(size, Math.ceil((1.3 * total) / capacity) + 10)),
    trips: isTimed ? 12 : 1,
    scale: isTimed ? 'dimacs' : 'rounded',
    isTimed,
    ...(matrix && { matrix }),
    nodes: points.map(([id = 0, x = 0, y = 0], index) => ({
      x,
      y,
      demand: demand.get(id) ?? 0,
      from: from.get(id) ?? 0,
      to: to.get(id) ?? 0,
      service: index === 0 ? 0 : service,
      release: release.get(id) ?? 0,
    })),
  }
}

function lowerRows(values: number[], size: number): number[][] {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  let at = 0
  for (let row = 1; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const value = values[at++] as number
      ;(matrix[row] as number[])[column] = value
      ;(matrix[column] as number[])[row] = value
    }
  }
  return matrix
}

function toProblem(instance: Classic): Problem {
  const { nodes, scale, isTimed } = instance
  const factor = isTimed ? 10 : 1
  const minute = (time: number) => (time * factor) / 60
  const meters =
    instance.matrix ??
    nodes.map(one =>
      nodes.map(other => {
        const distance = Math.hypot(one.x - other.x, one.y - other.y)
        return scale === 'dimacs' ? Math.floor(distance * 10 + 1e-9) : Math.round(distance)
      }),
    )
  const seconds = isTimed ? meters : meters.map(row => row.map(() => 0))
  const travel: MatrixTravel = { kind: 'matrix', seconds, meters }
  const depot: Depot = { id: 'depot', matrixIndex: 0, reloadMinutes: 0 }
  const vehicles = Array.from({ length: instance.vehicles }, (_, index): Vehicle => {
    return { id: `v${index + 1}`, kind: 'truck', slots: { unit: instance.capacity } }
  })
  const shiftEndMinute = isTimed ? minute(nodes[0]?.to ?? 0) : 1440
  const drivers = vehicles.map((vehicle, index): Driver => {
    return {
      id: `d${index + 1}`,
      vehicleId: vehicle.id,
      shiftStartMinute: 0,
      shiftEndMinute,
      maxTrips: instance.trips,
    }
  })
  const stops = nodes.slice(1).map((node, index): Stop => {
    return {
      id: String(index + 1),
      matrixIndex: index + 1,
      deliver: { unit: node.demand },
      serviceMinutes: minute(node.service),
      ...(isTimed && { windows: [{ fromMinute: minute(node.from), toMinute: minute(node.to) }] }),
      ...(node.release > 0 && { releaseMinute: minute(node.release) }),
    }
  })
  return {
    schemaVersion: 1,
    depots: [depot],
    sizes: [{ code: 'unit', gasGrams: 1, tareGrams: 0 }],
    vehicles,
    drivers,
    stops,
    travel,
    objective: { perKm: 1000, perHour: 0, waitingPerHour: 0 },
  }
}
