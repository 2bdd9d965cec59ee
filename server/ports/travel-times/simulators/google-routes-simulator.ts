import { type Answer, type SimulatedLeg, type Simulator, startLoopback } from './loopback-server.ts'

interface LatLng {
  latitude: number
  longitude: number
}

export interface GoogleRoutesSimulatorOptions {
  apiKey: string
  /** Null: `ROUTE_NOT_FOUND`. */
  legOf(from: LatLng, to: LatLng, departureTime: string | undefined): SimulatedLeg | null
}

interface MatrixRequest {
  origins: { waypoint: { location: { latLng: LatLng } } }[]
  destinations: { waypoint: { location: { latLng: LatLng } } }[]
  travelMode: string
  routingPreference: string
  departureTime?: string
}

const mostElements = 625

/** A server that speaks Google's `computeRouteMatrix` on loopback: key, field mask, limits, elements in any order. */
export function startGoogleRoutesSimulator(options: GoogleRoutesSimulatorOptions): Promise<Simulator> {
  const refusal = (status: number, reason: string): Answer => ({
    status,
    body: [{ error: { code: status, status: reason, message: reason } }],
    elements: 0,
  })
  return startLoopback(
    (request, body) => {
      if (request.method !== 'POST' || request.url !== '/distanceMatrix/v2:computeRouteMatrix')
        return refusal(404, 'NOT_FOUND')
      if (request.headers['x-goog-api-key'] !== options.apiKey) return refusal(403, 'PERMISSION_DENIED')
      const mask = String(request.headers['x-goog-fieldmask'] ?? '').split(',')
      if (!mask.includes('status') || !mask.includes('duration')) return refusal(400, 'INVALID_ARGUMENT')
      const question = JSON.parse(body) as MatrixRequest
      const elements = question.origins.length * question.destinations.length
      if (elements > mostElements || elements === 0) return refusal(400, 'INVALID_ARGUMENT')
      const pointOf = (each: MatrixRequest['origins'][number]) => each.waypoint.location.latLng
      const answered = question.origins.flatMap((origin, originIndex) =>
        question.destinations.map((destination, destinationIndex) => {
          const leg = options.legOf(pointOf(origin), pointOf(destination), question.departureTime)
          // proto3's JSON leaves zeros out.
          const indices = {
            ...(originIndex > 0 && { originIndex }),
            ...(destinationIndex > 0 && { destinationIndex }),
          }
          if (!leg) return { ...indices, status: {}, condition: 'ROUTE_NOT_FOUND' }
          return {
            ...indices,
            status: {},
            condition: 'ROUTE_EXISTS',
            duration: `${leg.seconds}s`,
            ...(leg.metres > 0 && { distanceMeters: leg.metres }),
          }
        }),
      )
      return { status: 200, body: answered.reverse(), elements }
    },
    (answer, how) => {
      const list = answer as Record<string, unknown>[]
      return how === 'wrong-count' ? list.slice(1) : list.map(each => ({ ...each, duration: '-5s' }))
    },
  )
}
