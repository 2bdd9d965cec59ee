/** A yearly stretch of days by month and day, both ends included; may run over New Year. */
export interface YearlyStretch {
  name: string
  from: `${number}-${number}`
  to: `${number}-${number}`
}

/** What a kind of business adds to its own closed days and hours (夜市 / 學校 / 市場…). */
export interface TradeCalendar {
  /** Weekday bit 0 is Monday … bit 6 Sunday. */
  closedWeekdays: number
  isClosedOnHolidays: boolean
  breaks: readonly YearlyStretch[]
  /** The part of the day in which somebody takes gas in, minutes since midnight. */
  fromMinute: number
  toMinute: number
}

const weekend = 0b1100000

/**
 * School terms: 各級學校學年學期假期辦法 (first term 30 August to 20 January, second term 11 February to 30 June).
 * Markets set up before dawn and pack up at noon; night markets set up in the afternoon.
 */
export const tradeCalendars = {
  school: {
    closedWeekdays: weekend,
    isClosedOnHolidays: true,
    breaks: [
      { name: '寒假', from: '01-21', to: '02-10' },
      { name: '暑假', from: '07-01', to: '08-29' },
    ],
    fromMinute: 0,
    toMinute: 1440,
  },
  market: { closedWeekdays: 0, isClosedOnHolidays: false, breaks: [], fromMinute: 0, toMinute: 13 * 60 },
  night_market: {
    closedWeekdays: 0,
    isClosedOnHolidays: false,
    breaks: [],
    fromMinute: 13 * 60,
    toMinute: 1440,
  },
} as const satisfies Record<string, TradeCalendar>

export type TradeCalendarName = keyof typeof tradeCalendars
