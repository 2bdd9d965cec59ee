import { getToday } from '../../../contract/endpoints/today.ts'
import { type Route, readRoute } from '../../platform/http/route.ts'
import { readToday } from './read-today.ts'

/** 今日總覽: the day in figures. Staff of a depot see its day, others the company's. */
export function makeToday(): { routes: Route[] } {
  return {
    routes: [
      readRoute(getToday, ({ db, actor, now }, { query }) =>
        readToday(db, { depotId: actor.depotId, date: query.date }, now),
      ),
    ],
  }
}
