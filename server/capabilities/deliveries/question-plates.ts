import { type CylinderType, cylinderTypes } from '../../../contract/kernel/cylinders.ts'
import { type FaultyPlate, observePlates } from '../cylinders/cylinders.api.ts'
import type { CommandOf, Fact, Question, StopFact } from './fact.ts'

/**
 * Remembers the plates that a driver read and asks about those that are past their day or their life. What came off the
 * truck empty at the depot is not asked: that is where it should go.
 */
export async function questionLoadedPlates(fact: Fact<CommandOf<'load_out'>>): Promise<Question[]> {
  const { command, run } = fact
  const loaded = (command.plates ?? []).filter(plate => plate.isFull)
  return askAboutPlates(await observed(fact, loaded, { kind: 'truck', holderId: run.vehicle.id }))
}

/** Fulls stay with the customer, empties ride home: an expired one of either is a matter for the office. */
export async function questionDeliveredPlates(fact: StopFact<CommandOf<'deliver'>>): Promise<Question[]> {
  const plates = fact.command.plates ?? []
  const left = plates.filter(plate => plate.isFull)
  const taken = plates.filter(plate => !plate.isFull)
  return askAboutPlates([
    ...(await observed(fact, left, { kind: 'site', holderId: fact.stop.siteId })),
    ...(await observed(fact, taken, { kind: 'truck', holderId: fact.run.vehicle.id })),
  ])
}

/** Plates as a phone or a clerk reports them. */
export type ReportedPlates = NonNullable<CommandOf<'deliver'>['plates']>

async function observed(
  fact: Fact,
  plates: ReportedPlates,
  holder: { kind: 'site' | 'truck'; holderId: string },
): Promise<FaultyPlate[]> {
  return observePlates(fact.context, {
    plates,
    holder,
    depotId: fact.run.depotId,
    at: fact.occurredAt,
    onDate: fact.bookedOn,
  })
}

/** One question about all the plates that must not be in use; none where all may. */
export function askAboutPlates(faulty: readonly FaultyPlate[]): Question[] {
  if (faulty.length === 0) return []
  const label = (type: CylinderType) => cylinderTypes[type].label
  const one = ({ cylinderType, number, since }: FaultyPlate) =>
    [label(cylinderType), number, since ?? ''].join(' ').trim()
  return [
    { kind: 'cylinder-expired', detail: { count: faulty.length, cylinders: faulty.map(one).join('、') } },
  ]
}
