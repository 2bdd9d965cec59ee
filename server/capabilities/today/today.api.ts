import { getToday, type Today } from '../../../contract/endpoints/today.ts'
import { type BusinessDate, businessDateOf } from '../../../contract/kernel/dates.ts'
import { may } from '../../../contract/permissions.ts'
import type { FreshAnswers } from '../../platform/database/fresh-answers.ts'
import type { ReportReader, Reports } from '../../platform/database/report-reader.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import { readToday } from './read-today.ts'

export interface TodayDeps {
  /** What is wrong with the installation itself: backups, disk. */
  readTroubles(): Promise<Today['troubles']>
  /** All screens of a depot look again at each event: they share one answer. */
  freshAnswers: FreshAnswers
}

/** 今日總覽: the day in figures. Staff of a depot see its day, others the company's; troubles of the installation, those who can act. */
export function makeToday({ readTroubles, freshAnswers }: TodayDeps) {
  const dayOf = (reader: ReportReader, scope: { depotId: string | null; date: BusinessDate }, now: Date) =>
    freshAnswers(reader, 'today', `${scope.depotId} ${scope.date}`, () => readToday(reader, scope, now))
  const routes: Route[] = [
    reportRoute(getToday, async ({ reader, actor, now }, { query }) => {
      const day = await dayOf(reader, { depotId: actor.depotId, date: query.date }, now)
      const troubles = may(actor.role, 'jobs.manage') ? await readTroubles() : []
      // What is kept is the state of this moment too, or it would not have been found.
      return { ...day, at: now.toISOString(), troubles }
    }),
  ]
  return {
    routes,
    /** Makes what every screen asks for first, so that nobody waits for it after the cache has lost everything. */
    warmUp: async (reports: Reports, depotIds: readonly string[], now: Date): Promise<void> => {
      const date = businessDateOf(now)
      for (const depotId of [null, ...depotIds])
        await reports.read(reader => dayOf(reader, { depotId, date }, now))
    },
  }
}
