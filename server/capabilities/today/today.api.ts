import { getToday, type Today } from '../../../contract/endpoints/today.ts'
import { may } from '../../../contract/permissions.ts'
import type { FreshAnswers } from '../../platform/database/fresh-answers.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import { readToday } from './read-today.ts'

export interface TodayDeps {
  /** What is wrong with the installation itself: backups, disk. */
  readTroubles(): Promise<Today['troubles']>
  /** All screens of a depot look again at each event: they share one answer. */
  freshAnswers: FreshAnswers
}

/** 今日總覽: the day in figures. Staff of a depot see its day, others the company's; troubles of the installation, those who can act. */
export function makeToday({ readTroubles, freshAnswers }: TodayDeps): { routes: Route[] } {
  return {
    routes: [
      reportRoute(getToday, async ({ reader, actor, now }, { query }) => {
        const scope = { depotId: actor.depotId, date: query.date }
        const day = await freshAnswers(reader, 'today', `${scope.depotId} ${scope.date}`, () =>
          readToday(reader, scope, now),
        )
        const troubles = may(actor.role, 'jobs.manage') ? await readTroubles() : []
        // What is kept is the state of this moment too, or it would not have been found.
        return { ...day, at: now.toISOString(), troubles }
      }),
    ],
  }
}
