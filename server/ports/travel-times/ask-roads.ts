import { businessDateOf } from '../../../contract/kernel/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type RoadLeg, type RoadService, TravelFault } from './road-protocol.ts'
import { returnElements, takeElements } from './travel-budget.store.ts'
import type { TravelFaultCode, TravelPlace } from './travel-times.port.ts'
import type { Block, Pair } from './wanted-pairs.ts'

export interface AskedLegs {
  legs: RoadLeg[]
  fault: TravelFaultCode | null
}

export interface ServiceDeps {
  db: Database
  clock: Clock
  service: RoadService
  guard<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Told of each call's end, for counting. */
  onCall(result: 'answered' | TravelFaultCode): void
}

const elementsOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, block) => sum + block.origins.length * block.destinations.length, 0)

/**
 * Asks a service for pairs, the most wanted first, within its allowance where it is paid. At the first failure nothing
 * more is asked, so that a dead service costs its timeout once; what has been answered by then counts.
 */
export async function askService(
  deps: ServiceDeps,
  places: readonly TravelPlace[],
  pairs: readonly Pair[],
  departAt: Date,
): Promise<AskedLegs> {
  const { service } = deps
  if (service.dailyElements === undefined) return askBlocks(deps, places, service.blocksOf(pairs), departAt)
  const day = businessDateOf(deps.clock.now())
  const budget = { source: 'google', day, dailyElements: service.dailyElements } as const
  const granted = await takeElements(deps.db, { ...budget, wanted: pairs.length })
  if (granted === 0) return { legs: [], fault: pairs.length > 0 ? 'travel.budget-spent' : null }
  const asked = new Set<Block>()
  const blocks = service.blocksOf(pairs.slice(0, granted))
  try {
    const answered = await askBlocks(deps, places, blocks, departAt, block => asked.add(block))
    return granted < pairs.length ? { fault: 'travel.budget-spent', legs: answered.legs } : answered
  } finally {
    await returnElements(deps.db, { ...budget, elements: granted - elementsOf([...asked]) })
  }
}

async function askBlocks(
  deps: ServiceDeps,
  places: readonly TravelPlace[],
  blocks: readonly Block[],
  departAt: Date,
  onAsked: (block: Block) => void = () => undefined,
): Promise<AskedLegs> {
  const { service, guard } = deps
  const pointOf = (row: number) => (places[row] as TravelPlace).point
  const whole = AbortSignal.timeout(service.questionMs)
  const legs: RoadLeg[] = []
  let fault: TravelFaultCode | null = null
  const queue = [...blocks]
  const askNext = async (): Promise<void> => {
    for (let block = queue.shift(); block && fault === null; block = queue.shift()) {
      const asked = block
      try {
        const answered = await guard(signal => {
          if (whole.aborted) throw new TravelFault('travel.timeout', 'the question takes too long')
          onAsked(asked)
          return service.ask(asked, pointOf, departAt, AbortSignal.any([signal, whole]))
        })
        legs.push(...answered)
        deps.onCall('answered')
      } catch (error) {
        if (!(error instanceof TravelFault)) throw error
        fault ??= error.code
        deps.onCall(error.code)
      }
    }
  }
  await Promise.all(Array.from({ length: service.mostCalls }, askNext))
  return { legs, fault }
}
