import { announceStop, type CommandOf, type Question, type StopFact } from './fact.ts'

/** The driver stands at the door; where he stands refines the site's point. */
export async function recordArrival(fact: StopFact<CommandOf<'arrive'>>): Promise<Question[]> {
  const { deps, context, command, stop, occurredAt: at } = fact
  if (stop.runId === command.runId) await deps.dispatch.recordArrival(context, { stopId: stop.id, at })
  if (command.point) await deps.customers.learnArrival(context, { siteId: stop.siteId, ...command.point, at })
  await announceStop(context, fact.run, stop.id, [fact.driverId])
  return []
}
