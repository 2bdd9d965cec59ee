import { getToday, type Today } from '../../../contract/endpoints/today.ts'
import { may } from '../../../contract/permissions.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import { readToday } from './read-today.ts'

export interface TodayDeps {
  /** What is wrong with the installation itself: backups, disk. */
  readTroubles(): Promise<Today['troubles']>
}

/** 今日總覽: the day in figures. Staff of a depot see its day, others the company's; troubles of the installation, those who can act. */
export function makeToday({ readTroubles }: TodayDeps): { routes: Route[] } {
  return {
    routes: [
      reportRoute(getToday, async ({ reader, actor, now }, { query }) => ({
        ...(await readToday(reader, { depotId: actor.depotId, date: query.date }, now)),
        troubles: may(actor.role, 'jobs.manage') ? await readTroubles() : [],
      })),
    ],
  }
}
