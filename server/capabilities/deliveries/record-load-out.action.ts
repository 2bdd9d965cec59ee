import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'
import { formatCylinders } from '../../../contract/kernel/cylinders.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import { depot, postMovement, readHoldingsOf, transfer, truck } from '../cylinders/cylinders.api.ts'
import { readLoadOuts } from './command.store.ts'
import {
  announceCylinders,
  announceDriverDay,
  type CommandOf,
  type ConflictDetail,
  type Fact,
  type Question,
  questionNegativeTruck,
} from './fact.ts'
import { loadDifference, plannedLoads } from './load.rules.ts'
import { questionLoadedPlates } from './question-plates.ts'
import { questionLate } from './stop-questions.ts'

type LoadFact = Fact<CommandOf<'load_out'>>

/**
 * Fulls go from the depot onto the truck for a trip; at a reload, empties and left-over fulls go back. A visit to the
 * depot within a trip moves cylinders the same way and does not begin the trip again.
 */
export async function recordLoadOut(fact: LoadFact): Promise<Question[]> {
  const { deps, context, command, run } = fact
  const common = {
    businessDate: fact.bookedOn,
    occurredAt: fact.occurredAt,
    source: 'load_out',
    sourceId: command.id,
    reason: command.reason,
  }
  const from = depot(run.depotId)
  const van = truck(run.vehicle.id)
  await postMovement(context, {
    ...common,
    kind: 'unload',
    entries: [
      ...transfer(van, from, 'full', command.returnedFull),
      ...transfer(van, from, 'empty', command.returnedEmpty),
    ],
  })
  await postMovement(context, { ...common, kind: 'load', entries: transfer(from, van, 'full', command.full) })
  if (!command.depotVisit)
    await deps.dispatch.recordLoaded(context, { runId: run.id, trip: command.trip, at: fact.occurredAt })
  await context.announce({ stream: officeStream(run.depotId), kind: 'run.changed', entityId: run.id })
  await announceCylinders(context, run)
  await announceDriverDay(context, fact.driverId, run.id)
  return [
    ...(await questionLoad(fact)),
    ...(await questionLoadedPlates(fact)),
    ...(await questionDepot(fact)),
    ...(await questionNegativeTruck(fact)),
    ...questionLate(fact),
  ]
}

/**
 * What is aboard after loading against what the trip's open stops need. Too little is always asked about; more than
 * that only when the driver gave no reason.
 */
async function questionLoad(fact: LoadFact): Promise<Question[]> {
  const { deps, context, command, run } = fact
  const stops = await deps.dispatch.readStopsOfRuns(context.db, [run.id])
  const open = stops.filter(stop => stop.state !== 'done' && stop.state !== 'failed')
  const needed = plannedLoads(open).get(command.trip) ?? {}
  const aboard: CylinderCounts = {}
  for (const [type, { full }] of await readHoldingsOf(context.db, truck(run.vehicle.id))) aboard[type] = full
  const { missing, extra } = loadDifference(needed, aboard)
  const isShort = Object.keys(missing).length > 0
  if (!isShort && Object.keys(extra).length === 0) return []
  const isExplained = command.reason !== '' || command.depotVisit?.purpose === 'unload'
  if (!isShort && isExplained && !(await isLoadedElsewhere(fact))) return []
  return [
    {
      kind: 'load-differs',
      detail: {
        trip: command.trip,
        needed: formatCylinders(needed),
        aboard: formatCylinders(aboard),
        missing: formatCylinders(missing),
        extra: formatCylinders(extra),
        reason: command.reason,
      },
    },
  ]
}

/** Whether another phone has said already that this trip was loaded: a reason for more does not explain it twice. */
async function isLoadedElsewhere({ context, command, run }: LoadFact): Promise<boolean> {
  if (command.depotVisit) return false
  return (await readLoadOuts(context.db, run.id)).some(
    other => other.trip === command.trip && !other.depotVisit && other.deviceId !== command.deviceId,
  )
}

async function questionDepot(fact: LoadFact): Promise<Question[]> {
  const holdings = await readHoldingsOf(fact.context.db, depot(fact.run.depotId))
  const detail: ConflictDetail = {}
  for (const [type, { full }] of holdings) {
    if (full < 0 && (fact.command.full[type as CylinderType] ?? 0) > 0) detail[`full.${type}`] = full
  }
  return Object.keys(detail).length === 0 ? [] : [{ kind: 'depot-stock-negative', detail }]
}
