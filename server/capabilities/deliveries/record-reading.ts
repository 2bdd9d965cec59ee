import type { SiteFacts } from './customer-needs.ts'
import type { CommandOf, Question, StopFact } from './fact.ts'
import { insertReading, readReadingBefore } from './meter-reading.store.ts'

/**
 * Keeps the meter reading of a delivery. A reading below the one before it is kept and asked about; one of a meter that
 * the site does not have is only asked about, and stays in the command.
 */
export async function recordReading(
  fact: StopFact<CommandOf<'deliver'>>,
  deliveryId: string,
  site: SiteFacts | undefined,
): Promise<Question[]> {
  const { context, command, occurredAt } = fact
  if (!command.meter) return []
  const { meterId, readingId, milliUnits } = command.meter
  if (site?.meter?.id !== meterId)
    return [{ kind: 'meter-backwards', detail: { problem: 'meter-unknown', milliUnits } }]
  const before = await readReadingBefore(context.db, meterId, occurredAt)
  const reading = { meterId, readAt: occurredAt, recordedAt: context.now, milliUnits, deliveryId }
  const isKept = await insertReading(context.db, { ...reading, id: readingId })
  if (!isKept) await insertReading(context.db, { ...reading, id: context.newId() })
  if (!before || before.milliUnits <= milliUnits) return []
  return [
    {
      kind: 'meter-backwards',
      detail: {
        problem: 'backwards',
        milliUnits,
        beforeMilliUnits: before.milliUnits,
        beforeAt: before.readAt.toISOString(),
      },
    },
  ]
}
