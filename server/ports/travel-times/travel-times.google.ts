import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import { askJson } from './ask-json.ts'
import { checkedLeg, type RoadLeg, type RoadService, TravelFault } from './road-protocol.ts'
import type { TravelPoint } from './travel-times.port.ts'
import { type Block, exactBlocks } from './wanted-pairs.ts'

export interface GoogleRoutesOptions {
  apiKey: string
  /** Most elements (pairs) a day; each is billed. */
  dailyElements: number
  /** How long answers may be kept: the contract with Google decides. */
  keepDays: number
  /** Google's own address where absent. */
  url?: string
  clock: Clock
  timeoutMs?: number
}

/** Of a request whose routing preference is not TRAFFIC_AWARE_OPTIMAL (Routes API, Get a route matrix, Request limits). */
const mostElements = 625
/** Without `status` every element would look right (reference of computeRouteMatrix). */
const fieldMask = 'originIndex,destinationIndex,status,condition,distanceMeters,duration'
/** A departure that has passed is refused by the service; one just ahead may have passed when it arrives. */
const soonestMs = 60_000

/** Numbers that are 0 are left out of proto3's JSON. */
const element = z.object({
  originIndex: z.int().default(0),
  destinationIndex: z.int().default(0),
  status: z.object({ code: z.int().optional() }).optional(),
  condition: z.string().optional(),
  distanceMeters: z.number().default(0),
  duration: z
    .string()
    .regex(/^-?\d+(\.\d+)?s$/)
    .optional(),
})
const answer = z.array(element)

/** Google Routes, `POST /distanceMatrix/v2:computeRouteMatrix`, with traffic as it usually is at the hour of departure. */
export function makeGoogleRoutes(options: GoogleRoutesOptions): RoadService {
  const url = `${options.url ?? 'https://routes.googleapis.com'}/distanceMatrix/v2:computeRouteMatrix`
  const headers = {
    'Content-Type': 'application/json',
    'X-Goog-Api-Key': options.apiKey,
    'X-Goog-FieldMask': fieldMask,
  }
  return {
    source: 'google',
    dailyElements: options.dailyElements,
    isHourly: true,
    keepDays: options.keepDays,
    timeoutMs: options.timeoutMs ?? 5_000,
    questionMs: 20_000,
    mostCalls: 8,
    blocksOf: pairs => exactBlocks(pairs, mostElements),
    ask: async (block, pointOf, departAt, signal) => {
      const isAhead = departAt.getTime() - options.clock.now().getTime() >= soonestMs
      const body = JSON.stringify({
        origins: block.origins.map(row => waypoint(pointOf(row))),
        destinations: block.destinations.map(row => waypoint(pointOf(row))),
        travelMode: 'DRIVE',
        routingPreference: 'TRAFFIC_AWARE',
        ...(isAhead && { departureTime: departAt.toISOString() }),
      })
      return readElements(block, await askJson({ url, method: 'POST', headers, body, signal }))
    },
  }
}

function waypoint({ latitude, longitude }: TravelPoint) {
  return { waypoint: { location: { latLng: { latitude, longitude } } } }
}

/** Elements come in any order, each with its own status. */
function readElements({ origins, destinations }: Block, body: unknown): RoadLeg[] {
  const { success, data } = answer.safeParse(body)
  if (!success) throw new TravelFault('travel.bad-answer', 'not a list of elements')
  const seen = new Set(data.map(each => each.originIndex * destinations.length + each.destinationIndex))
  if (data.length !== origins.length * destinations.length || seen.size !== data.length)
    throw new TravelFault('travel.bad-answer', 'elements are missing or doubled')
  return data.flatMap(each => {
    const [from, to] = [origins[each.originIndex], destinations[each.destinationIndex]]
    if (from === undefined || to === undefined)
      throw new TravelFault('travel.bad-answer', 'an element of another matrix')
    if ((each.status?.code ?? 0) !== 0 || each.condition !== 'ROUTE_EXISTS') return []
    return [checkedLeg(from, to, Number(each.duration?.slice(0, -1)), each.distanceMeters)]
  })
}
