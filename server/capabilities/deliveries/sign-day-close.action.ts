import { officeStream } from '../../../contract/messages/live.ts'
import { may } from '../../../contract/permissions.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { adjustmentEntries, postMovement, truck } from '../cylinders/cylinders.api.ts'
import { readFile } from '../files/files.api.ts'
import { driverHand, pay, postCash, varianceOf } from '../payments/payments.api.ts'
import { closeDifferences, needsManager } from './day-close.rules.ts'
import { type DayCloseRow, markSigned, readDayClose } from './day-close.store.ts'
import {
  dayCloseNotFound,
  managerMustSign,
  noteMissing,
  nothingToSign,
  ownClose,
  runNotFound,
  signatureMissing,
  staleVersion,
} from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import type { RunFacts } from './dispatch-needs.ts'
import { announceCylinders, announceDriverDay } from './fact.ts'
import { readSigningLimits } from './signing-limits.ts'

export interface Signing {
  id: string
  version: number
  note: string
  signatureFileId: string | null
}

/**
 * The depot receives what was counted. Where it differs, missing cylinders go from the truck to `lost` (or come back
 * from it), missing cash from the driver's hand to his variance account; truck and hand are even afterwards.
 */
export async function signDayClose(
  deps: DeliveriesDeps,
  context: WriteContext,
  signing: Signing,
): Promise<DayCloseRow> {
  const found = await readDayClose(context.db, signing.id)
  if (!found) throw dayCloseNotFound()
  const run = await deps.dispatch.lockRun(context, found.runId)
  if (!run) throw runNotFound()
  const close = await readDayClose(context.db, signing.id)
  if (!close || close.version !== signing.version) throw staleVersion()
  await checkMaySign(deps, context, { close, run, note: signing.note })
  await checkSignature(context, close, signing.signatureFileId)
  const isSigned = await markSigned(context.db, {
    id: close.id,
    version: close.version,
    by: context.actor.id,
    at: context.now,
    note: signing.note,
    signatureFileId: signing.signatureFileId,
  })
  if (!isSigned) throw staleVersion()
  const moved = await postVariance(context, { close, run, note: signing.note })
  await context.audit({
    action: 'day-close.sign',
    entity: 'day_close',
    entityId: close.id,
    before: { status: close.status },
    after: {
      status: 'signed',
      varianceCashNtd: close.varianceCashNtd,
      cylinders: closeDifferences(close.lines),
    },
    reason: signing.note,
  })
  await context.announce({
    stream: officeStream(run.depotId),
    kind: 'day-close.changed',
    entityId: close.id,
    payload: { status: 'signed' },
  })
  await announceDriverDay(context, close.driverId, run.id)
  if (moved) await announceCylinders(context, run)
  const signed = await readDayClose(context.db, close.id)
  if (!signed) throw dayCloseNotFound()
  return signed
}

interface Received {
  close: DayCloseRow
  run: RunFacts
  note: string
}

async function checkMaySign(
  deps: DeliveriesDeps,
  context: WriteContext,
  { close, run, note }: Received,
): Promise<void> {
  if (close.status !== 'agreed' && close.status !== 'awaiting_signature') throw nothingToSign()
  if (context.actor.id === run.driver.userId) throw ownClose()
  if (close.status === 'awaiting_signature' && note === '') throw noteMissing()
  const limits = await readSigningLimits(deps, context.db, close.businessDate)
  if (needsManager(close, limits) && !may(context.actor.role, 'day-close.sign-large')) throw managerMustSign()
}

/** What differs is signed for by hand; what agrees may be received without, but never with somebody else's picture. */
async function checkSignature(
  context: WriteContext,
  close: DayCloseRow,
  fileId: string | null,
): Promise<void> {
  if (fileId === null) {
    if (close.status === 'awaiting_signature') throw signatureMissing()
    return
  }
  const file = await readFile(context.db, fileId)
  const isOwn = file?.ownerId === context.actor.id && file.purpose === 'signature'
  if (!isOwn || file.completedAt === null) throw signatureMissing()
}

/** @returns whether cylinders moved */
async function postVariance(context: WriteContext, { close, run, note }: Received): Promise<boolean> {
  const common = {
    businessDate: context.today,
    occurredAt: context.now,
    source: 'day_close_variance',
    sourceId: close.id,
    reason: note,
  }
  const moved = await postMovement(context, {
    ...common,
    kind: 'count',
    entries: adjustmentEntries(truck(run.vehicle.id), closeDifferences(close.lines)),
  })
  await postCash(context, {
    ...common,
    kind: 'variance',
    entries: pay(driverHand(close.driverId), varianceOf(close.driverId), -close.varianceCashNtd),
  })
  return moved !== null
}
