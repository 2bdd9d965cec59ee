import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { findOwnDay, saveOwnDay } from './holiday.store.ts'

const companySource = '公司設定'

/** Adds a day off (a typhoon, a festival of the town) or takes one back; the law's own table stays as it is. */
export async function setHoliday(
  context: WriteContext,
  date: BusinessDate,
  request: { name: string; isDayOff: boolean },
): Promise<void> {
  const before = await findOwnDay(context.db, date)
  const after = { date, ...request, source: companySource }
  await saveOwnDay(context.db, after)
  await context.audit({ action: 'calendar.set-holiday', entity: 'holiday', entityId: date, before, after })
  await announceToOffices(context, { kind: 'due-list.changed', entityId: date })
}
