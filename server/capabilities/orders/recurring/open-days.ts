import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../../platform/database/database.ts'
import { closedBecause, readHolidays } from '../../calendar/calendar.api.ts'
import { readClosures, readSites, type SiteFacts } from '../../customers/customers.api.ts'

export interface OpenSite {
  site: SiteFacts
  isOpen(date: BusinessDate): boolean
}

/** Sites by id, each with the days on which it takes gas in, from `today` on; unknown ids are absent. */
export async function readOpenSites(
  db: Reader,
  siteIds: readonly string[],
  today: BusinessDate,
): Promise<Map<string, OpenSite>> {
  const ids = [...new Set(siteIds)]
  const sites = await readSites(db, ids)
  const closures = await readClosures(db, ids, today)
  const holidays = await readHolidays(db)
  return new Map(
    [...sites].map(([id, site]) => {
      const calendar = { ...site, closures: closures.get(id) ?? [], tradeCalendar: site.calendar }
      return [id, { site, isOpen: date => closedBecause(calendar, date, holidays) === undefined }]
    }),
  )
}
