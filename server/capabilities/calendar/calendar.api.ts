export * from './acceptance.rules.ts'
export * from './public-holidays.rules.ts'
export type { TradeCalendarName } from './trade-calendars.ts'
