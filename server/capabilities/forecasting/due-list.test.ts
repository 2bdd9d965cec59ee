import { addDays, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nominalGramsOf, whatToBring } from './bring.rules.ts'
import {
  buildDueList,
  type DueCandidate,
  deferrableDays,
  maxCycleDays,
  postponeChoices,
  postponeFault,
} from './due-list.rules.ts'
import { type ForecastView, serviceWindow } from './service-window.rules.ts'

const asOf = '2025-05-28'
const tomorrow = '2025-05-29'
const policy = { dueShare: 0.15 }
const allDay = [{ fromMinute: 480, toMinute: 1200 }]

/** A site of 80 kg that uses 8 kg a day; the chance of a run-out rises from the day it is expected. */
function forecast(stockGrams: number, changes: Partial<ForecastView> = {}): ForecastView {
  const dailyUseGrams = 8000
  const left = Math.ceil(stockGrams / dailyUseGrams)
  return {
    asOf,
    dailyUseGrams,
    stockGrams,
    capacityGrams: 80_000,
    dueOn: addDays(asOf, Math.max(1, Math.ceil((stockGrams - 12_000) / dailyUseGrams))),
    runOutOn: addDays(asOf, Math.max(1, left)),
    runOutP10: addDays(asOf, Math.max(1, left - 1)),
    runOutP90: addDays(asOf, left + 2),
    runOutByDay: Array.from({ length: 60 }, (_, index) =>
      Math.min(1, Math.max(0, 0.5 + (index + 1 - left) * 0.23)),
    ),
    lastDeliveryOn: addDays(asOf, -3),
    usefulOn: addDays(asOf, Math.max(1, Math.ceil((stockGrams - 44_000) / dailyUseGrams))),
    unsafeOn: addDays(asOf, Math.max(1, left - 1)),
    ...changes,
  }
}

function candidate(changes: Partial<DueCandidate> = {}): DueCandidate {
  return {
    siteId: 'site',
    accessOn: () => ({ isOpen: true, windows: allDay }),
    forecast: forecast(70_000),
    isPlanned: true,
    hasOpenAlarm: false,
    order: null,
    recent: [{ '20': 3 }, { '20': 4 }],
    held: { '20': 4 },
    postponedTo: null,
    ...changes,
  }
}
const closedOn =
  (...days: string[]): DueCandidate['accessOn'] =>
  date =>
    days.includes(date) ? { isOpen: false, because: 'closed_weekday' } : { isOpen: true, windows: allDay }
const reasonOf = (changes: Partial<DueCandidate>) =>
  buildDueList([candidate(changes)], tomorrow, policy).lines[0]?.reason

test('[D2] each of the four sources brings a site on the list, and its reason is the strongest that holds', () => {
  const order = { id: 'order', products: { '20': 2 }, collects: {}, windows: [] } as const
  expect(reasonOf({})).toBeUndefined()
  expect(reasonOf({ forecast: forecast(14_000) })).toBe('predicted')
  expect(reasonOf({ hasOpenAlarm: true })).toBe('telemetry')
  expect(reasonOf({ order: { ...order, windows: [] } })).toBe('new_order')
  expect(reasonOf({ order: { ...order, windows: [] }, hasOpenAlarm: true })).toBe('new_order')
  const longAgo = { lastDeliveryOn: addDays(asOf, -10) }
  expect(reasonOf({ forecast: forecast(70_000, longAgo) })).toBe('cycle_exceeded')
})

test('[D2] what we do not plan comes on the list by order or alarm only', () => {
  expect(reasonOf({ isPlanned: false, forecast: forecast(9_000) })).toBeUndefined()
  expect(reasonOf({ isPlanned: false, forecast: null, hasOpenAlarm: true })).toBe('telemetry')
})

test('[D2] a site that closes before it would be safe again is visited the day before', () => {
  const stock = { forecast: forecast(30_000) }
  expect(reasonOf(stock)).toBeUndefined()
  const weekOff = Array.from({ length: 5 }, (_, index) => addDays(tomorrow, index + 1))
  expect(reasonOf({ ...stock, accessOn: closedOn(...weekOff) })).toBe('predicted')
})

test('[D2] a site of which little is known is not visited for a risk alone, before there is anything to swap', () => {
  const unknown = { unsafeOn: tomorrow, usefulOn: addDays(asOf, 9), runOutOn: addDays(asOf, 50) }
  expect(reasonOf({ forecast: forecast(70_000, unknown) })).toBeUndefined()
  expect(reasonOf({ forecast: forecast(70_000, { ...unknown, usefulOn: tomorrow }) })).toBe('predicted')
})

test('[D2] a site that is due and closed is excluded by name, with its next open day', () => {
  const { lines, exclusions } = buildDueList(
    [candidate({ forecast: forecast(9_000), accessOn: closedOn(tomorrow) })],
    tomorrow,
    policy,
  )
  expect(lines).toEqual([])
  expect(exclusions).toEqual([
    { siteId: 'site', because: 'closed_weekday', nextOpenOn: addDays(tomorrow, 1) },
  ])
})

test('[D2] hour flags come along as windows, and the windows of an order outrank them', () => {
  const noon = [{ fromMinute: 720, toMinute: 780 }]
  const order = { id: 'order', products: { '20': 1 }, collects: {} }
  const line = (windows: typeof noon) =>
    buildDueList([candidate({ order: { ...order, windows } })], tomorrow, policy).lines[0]
  expect(line([])?.windows).toEqual(allDay)
  expect(line(noon)?.windows).toEqual(noon)
})

test('[C2] [D2] an order that only fetches empties brings no gas, except what is due at the site anyway', () => {
  const order = { id: 'order', products: {}, collects: { '20': 3 }, windows: [] }
  const lineOf = (changes: Partial<DueCandidate>) =>
    buildDueList([candidate({ ...changes, order })], tomorrow, policy).lines[0]
  expect(lineOf({})).toMatchObject({
    reason: 'new_order',
    products: {},
    collects: { '20': 3 },
    gasGrams: 0,
  })
  const [due] = buildDueList([candidate({ forecast: forecast(14_000) })], tomorrow, policy).lines
  expect(due?.gasGrams).toBeGreaterThan(0)
  expect(lineOf({ forecast: forecast(14_000) })).toMatchObject({
    reason: 'new_order',
    collects: { '20': 3 },
    products: due?.products,
    gasGrams: due?.gasGrams,
  })
})

test('[D2] a postponed site shows as postponed until its day and is listed on it', () => {
  const low = { forecast: forecast(14_000) }
  const until = (postponedTo: string) =>
    buildDueList([candidate({ ...low, postponedTo })], tomorrow, policy).lines[0]
  expect(until(addDays(tomorrow, 1))?.isPostponed).toBe(true)
  expect(until(tomorrow)?.isPostponed).toBe(false)
  expect(reasonOf({ postponedTo: tomorrow })).toBe('predicted')
})

test('[D2] a line says how long is left and what waiting for the next open day risks', () => {
  const [line] = buildDueList([candidate({ forecast: forecast(14_000) })], tomorrow, policy).lines
  // Two days of gas on the evening of the 28th: empty on the 30th, the next open day.
  expect(line).toMatchObject({
    daysLeft: 1,
    p10Days: 0,
    p90Days: 3,
    runOutProbability: 0.5,
    overdueDays: null,
  })
})

test('[D2] a visit brings what will be empty: not less than a cylinder, not more than the site takes', () => {
  expect(whatToBring([{ '20': 3 }, { '20': 4 }], { '20': 4 }, 62_000)).toEqual({ '20': 3 })
  expect(whatToBring([{ '20': 3 }], { '20': 4 }, 90_000)).toEqual({ '20': 4 })
  expect(whatToBring([{ '20': 3 }], { '20': 4 }, 0)).toEqual({ '20': 1 })
  expect(whatToBring([], { P20: 2, '16': 1 }, 56_000)).toEqual({ P20: 2, '16': 1 })
  expect(whatToBring([], {}, 56_000)).toEqual({})
})

test('[D2] 最大週期 and 可延後 follow from capacity, use and the safe window', () => {
  expect(maxCycleDays(forecast(50_000), 0.15)).toBe(9)
  expect(maxCycleDays(forecast(50_000, { dailyUseGrams: 0 }), 0.15)).toBeNull()
  expect(deferrableDays(addDays(tomorrow, 3), tomorrow)).toBe(3)
  expect(deferrableDays(asOf, tomorrow)).toBe(0)
})

test('[D2] postponing: later, on an open day; beyond the safe window only who may, with a reason', () => {
  const isOpen = (day: string) => day !== '2025-06-01'
  const fault = (toDate: string, reason = '', mayGoBeyond = true) =>
    postponeFault(tomorrow, toDate, '2025-05-31', isOpen, reason, mayGoBeyond)
  expect(fault(tomorrow)).toBe('forecasting.not-later')
  expect(fault('2025-06-01')).toBe('forecasting.site-closed')
  expect(fault('2025-06-02')).toBe('forecasting.reason-missing')
  expect(fault('2025-06-02', '客戶要求')).toBeUndefined()
  expect(fault('2025-06-02', '客戶要求', false)).toBe('forecasting.beyond-window')
  expect(fault('2025-05-30')).toBeUndefined()
  expect(fault('2025-05-31', '', false)).toBeUndefined()
})

const view = fc
  .record({
    stockGrams: fc.integer({ min: 0, max: 80_000 }),
    closed: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 12 }),
  })
  .map(({ stockGrams, closed }) => ({
    forecast: forecast(stockGrams),
    isOpen: (date: string) => !closed.includes(daysBetween(asOf, date)),
  }))

test('[D1] earliest useful and latest safe day are open, in order, and safe wherever a safe open day exists', () => {
  fc.assert(
    fc.property(view, ({ forecast: site, isOpen }) => {
      const { earliestOn, latestOn } = serviceWindow(site, isOpen)
      expect(isOpen(earliestOn) && isOpen(latestOn)).toBe(true)
      expect(earliestOn <= latestOn).toBe(true)
      const open = Array.from({ length: 40 }, (_, index) => addDays(asOf, index + 1)).filter(isOpen)
      expect(latestOn).toBe(open.filter(date => date <= site.unsafeOn).at(-1) ?? open[0])
      if (earliestOn < latestOn) expect(earliestOn).toBe(open.find(date => date >= site.usefulOn))
    }),
  )
})

test('[D2] choices to postpone are open days with a risk that never falls', () => {
  fc.assert(
    fc.property(view, ({ forecast: site, isOpen }) => {
      const choices = postponeChoices(site, addDays(asOf, 4), tomorrow, isOpen)
      expect(choices).toHaveLength(7)
      choices.forEach((choice, index) => {
        expect(isOpen(choice.date)).toBe(true)
        expect(choice.date > tomorrow).toBe(true)
        expect(choice.isBeyondWindow).toBe(choice.date > addDays(asOf, 4))
        if (index > 0)
          expect(choice.runOutProbability).toBeGreaterThanOrEqual(choices[index - 1]?.runOutProbability ?? 0)
      })
    }),
  )
})

test('[D2] whatever the mix, what is brought weighs between one cylinder and all the site takes', () => {
  const counts = fc.dictionary(fc.constantFrom('50', '20', '16', '4'), fc.integer({ min: 1, max: 9 }), {
    minKeys: 1,
  })
  fc.assert(
    fc.property(
      fc.array(counts, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 900_000 }),
      (recent, empty) => {
        const brought = whatToBring(recent, {}, empty)
        expect(nominalGramsOf(brought)).toBeGreaterThan(0)
        for (const [product, quantity] of Object.entries(brought))
          expect(quantity).toBeLessThanOrEqual(
            Math.max(...recent.map(each => (each as Record<string, number>)[product] ?? 0)),
          )
      },
    ),
  )
})
