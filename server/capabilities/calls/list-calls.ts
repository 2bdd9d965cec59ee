import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { listCalls as listCallsEndpoint, listLiveCalls } from '@luckygas/contract/endpoints/calls.ts'
import { addDays, instantAt } from '@luckygas/contract/kernel/dates.ts'
import { invalid } from '@luckygas/contract/kernel/problem.ts'
import type { ReadContext } from '../../platform/http/route.ts'
import { readParameter } from '../admin/admin.api.ts'
import { countMissed, listCalls, listLive, readSeated } from './calls.store.ts'
import { viewCalls } from './view-calls.ts'

/** An answered call that nobody settled is forgotten by the screens after this. */
const answeredMs = 2 * 3_600_000
/** Missed calls older than this are no longer worth a badge. */
const missedDays = 7

async function ringingSince({ db, now, today }: ReadContext): Promise<Date> {
  return new Date(now.getTime() - (await readParameter(db, 'calls.ring-seconds', today)) * 1000)
}

/**
 * What a clerk's screen pops up: calls that ring at his extension or at one where nobody sits, and the one he is in;
 * how many missed calls wait besides.
 */
export async function showLiveCalls(
  context: ReadContext,
  isOn: boolean,
): Promise<EndpointAnswer<typeof listLiveCalls>> {
  const { db, now, today, actor } = context
  const since = await ringingSince(context)
  const calls = await listLive(db, {
    userId: actor.id,
    ringingSince: since,
    answeredSince: new Date(now.getTime() - answeredMs),
  })
  const seats = await readSeated(db, [...new Set(calls.map(call => call.extension))])
  const mine = calls.filter(
    call => call.state !== 'ringing' || (seats.get(call.extension) ?? actor.id) === actor.id,
  )
  const waiting = await countMissed(db, {
    ringingSince: since,
    from: instantAt(addDays(today, -missedDays), 0),
  })
  return { calls: await viewCalls(db, mine), waiting, isOn }
}

/** The call log, newest first, page by page. */
export async function showCalls(
  context: ReadContext,
  query: { date?: string | undefined; show: 'all' | 'missed'; cursor?: string | undefined; limit: number },
): Promise<EndpointAnswer<typeof listCallsEndpoint>> {
  const since = await ringingSince(context)
  const calls = await listCalls(context.db, {
    isMissedOnly: query.show === 'missed',
    ringingSince: since,
    from: query.date === undefined ? undefined : instantAt(query.date, 0),
    to: query.date === undefined ? undefined : instantAt(addDays(query.date, 1), 0),
    before: readCursor(query.cursor),
    limit: query.limit,
  })
  const shown = calls.map(call =>
    call.state === 'ringing' && call.startedAt < since ? { ...call, state: 'missed' as const } : call,
  )
  const last = calls.at(-1)
  return {
    calls: await viewCalls(context.db, shown),
    nextCursor: calls.length === query.limit && last ? last.startedAt.toISOString() : null,
  }
}

function readCursor(cursor: string | undefined): Date | undefined {
  if (cursor === undefined) return undefined
  const at = new Date(cursor)
  if (Number.isNaN(at.getTime()))
    throw invalid('request.malformed', { faults: [{ path: 'query.cursor', code: 'invalid' }] })
  return at
}
