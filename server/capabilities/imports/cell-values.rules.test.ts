import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsOfTexts, cellTexts } from './cell-merge.rules.ts'
import {
  readCode,
  readKilograms,
  readPhone,
  readQuantity,
  readRocDate,
  readShare,
  readTime,
} from './cell-values.rules.ts'
import { readClosedDays } from './closed-days.rules.ts'
import { type CustomerCells, customerColumns } from './customer-columns.rules.ts'
import { customerRecord, taxIdIn } from './customer-record.rules.ts'
import { formatCylinderText, readCylinderText, readUsageArea } from './cylinder-text.rules.ts'

describe('cell rules', () => {
  test('[A1] any number of one to seven digits is a code of seven, and nothing else is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), code => {
        const reading = readCode(String(code))
        expect(reading).toMatchObject({ value: String(code).padStart(7, '0') })
        expect('note' in reading).toBe(code < 1_000_000)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const reading = readCode(text)
        if ('value' in reading) expect(reading.value).toMatch(/^(?!0{7})\d{7}$/)
      }),
    )
  })

  test.each([
    ['3', { value: 3 }],
    ['0', { value: 0 }],
    ['３', { value: 3, note: 'number.cleaned' }],
    ['3 支', { value: 3, note: 'number.cleaned' }],
    ['3.0', { value: 3 }],
    ['無', { value: 0, note: 'cell.none-in-words' }],
    ['-3', { fault: 'number.out-of-range' }],
    ['501', { fault: 'number.out-of-range' }],
    ['2.5', { fault: 'quantity.not-whole' }],
    ['1140528', { fault: 'number.is-a-date' }],
    ['3+2', { fault: 'number.not-understood' }],
  ])('[A1] quantity %j', (text, reading) => expect(readQuantity(text)).toEqual(reading))

  test('[A1] kilograms become whole grams without the error of floats', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), grams => {
        expect(readKilograms(String(grams / 1000), 10_000)).toMatchObject({ value: grams })
      }),
    )
    expect(readKilograms('40kg', 100)).toEqual({ value: 40_000, note: 'number.cleaned' })
    expect(readKilograms('17.700000000000003', 100)).toMatchObject({ value: 17_700 })
  })

  test('[A1] shares are read plain and in percent', () => {
    expect(readShare('0.0693')).toEqual({ value: 0.0693 })
    expect(readShare('6.93%')).toEqual({ value: 0.0693, note: 'number.cleaned' })
    expect(readShare('1.2')).toEqual({ fault: 'number.out-of-range' })
  })

  test.each([
    ['1140528', { value: '2025-05-28' }],
    ['990501', { value: '2010-05-01', note: 'date.cleaned' }],
    ['20240501', { value: '2024-05-01', note: 'date.cleaned' }],
    ['114/5/8', { value: '2025-05-08', note: 'date.cleaned' }],
    ['民國114年5月8日', { value: '2025-05-08', note: 'date.cleaned' }],
    ['1130229', { value: '2024-02-29' }],
    ['1130230', { fault: 'date.does-not-exist' }],
    ['1140229', { fault: 'date.does-not-exist' }],
    ['1150101', { fault: 'date.out-of-range' }],
    ['0010101', { fault: 'date.out-of-range' }],
    ['', { fault: 'date.missing' }],
    ['昨天', { fault: 'date.not-understood' }],
  ])('[A1] ROC date %j', (text, reading) => expect(readRocDate(text, '2025-12-31')).toEqual(reading))

  test('[A1] times', () => {
    expect(readTime('08:07')).toEqual({ value: 487 })
    expect(readTime('0807')).toEqual({ value: 487, note: 'time.cleaned' })
    expect(readTime('24:00')).toEqual({ fault: 'time.not-understood' })
  })

  test('[A1] phones keep their digits', () => {
    expect(readPhone('0900-000-668')).toEqual({ value: '0900000668' })
    expect(readPhone('+886 900 000 668')).toEqual({ value: '0900000668', note: 'phone.cleaned' })
    expect(readPhone('(089)000-123#5')).toEqual({ value: '089000123', note: 'phone.cleaned' })
    expect(readPhone('12')).toEqual({ fault: 'phone.not-understood' })
  })

  test.each([
    ['6,7,見紅休', 0b1100000, true, undefined],
    ['7', 0b1000000, false, undefined],
    ['0', 0, false, undefined],
    ['67', 0b1100000, false, 'closed-days.cleaned'],
    ['週六、日', 0b1100000, false, 'closed-days.cleaned'],
    ['見紅休', 0, true, undefined],
    ['每週一公休', 0b1, false, 'closed-days.cleaned'],
  ])('[A2] 公休日 %j', (text, weekdays, onHolidays, note) => {
    const value = { weekdays, onHolidays }
    expect(readClosedDays(text)).toEqual(note === undefined ? { value } : { value, note })
  })

  test.each(['8', '看心情', '77', '6,8'])('[A2] 公休日 %j is not understood', text => {
    expect(readClosedDays(text)).toEqual({ fault: 'closed-days.not-understood' })
  })

  test('[A1] the cylinder text reads back as it was written', () => {
    const counts = fc.record(
      { 50: fc.integer({ min: 1, max: 99 }), 16: fc.integer({ min: 1, max: 99 }) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(counts, value => {
        expect(readCylinderText(formatCylinderText(value))).toEqual({ value })
      }),
    )
    expect(readCylinderText('20*3+16*1')).toEqual({ value: { 20: 3, 16: 1 } })
    expect(readCylinderText('15*3')).toEqual({ fault: 'cylinders.not-understood' })
  })

  test('[A3] a usage area names size, cylinders in use and standing by', () => {
    expect(readUsageArea('50KG:2+2')).toEqual({ value: { sizeKilograms: 50, inUse: 2, standby: 2 } })
    expect(readUsageArea('0')).toEqual({ value: null })
    expect(readUsageArea('30KG:1+1')).toEqual({ fault: 'usage-area.not-understood' })
  })
})

/** Every column with a value that differs from its empty one. */
const full: CustomerCells = {
  ...(Object.fromEntries(
    Object.entries(customerColumns).map(([key, by]) => [key, by.empty]),
  ) as CustomerCells),
  ...(Object.fromEntries(
    Object.entries(customerColumns)
      .filter(([key, by]) => key.startsWith('product:') || by.empty === false)
      .map(([key, by]) => [key, by.empty === false ? true : 2]),
  ) as Partial<CustomerCells>),
  code: '1449291',
  invoiceTitle: '石頭居有限公司(統編00018928)',
  shortName: '石頭居',
  address: '台東縣台東市中山路1號',
  cylinderText: { 50: 4 },
  pricing: 'metered',
  settlement: 'monthly',
  statementFile: '月結一',
  slot: 'morning',
  closedDays: { weekdays: 96, onHolidays: true },
  legacyStatus: '停',
  changeoverModel: 'CR-22',
  monthlyGrams: 255_500,
  residualGrams: 17_700,
  purchasedGrams: 237_800,
  residualShare: 0.0693,
  dailyUseGrams: 7_930,
  seriesCapacityGrams: 60_000,
  reserveGrams: 20_000,
  maxCycleDays: 6.4,
  deferrableDays: 1,
  zone: '鹿野線',
  vehicleAccess: 'motorcycle',
  singleZoneSupply: 3,
  area1: { sizeKilograms: 50, inUse: 2, standby: 2 },
  area2: { sizeKilograms: 20, inUse: 1, standby: 0 },
  area3: { sizeKilograms: 16, inUse: 1, standby: 0 },
  area4: { sizeKilograms: 10, inUse: 1, standby: 0 },
  area5: { sizeKilograms: 4, inUse: 1, standby: 1 },
  spareCylinders: 1,
  siteType: '學校',
}

describe('the 75 columns', () => {
  test('[A1] each has a home: changing any one cell changes the record', () => {
    const whole = JSON.stringify(customerRecord(full))
    for (const key of Object.keys(customerColumns) as (keyof CustomerCells)[]) {
      const emptied = { ...full, [key]: customerColumns[key].empty }
      expect(JSON.stringify(customerRecord(emptied)), key).not.toBe(whole)
    }
  })

  test('[A1] each cell written as the file writes it reads back the same', () => {
    const texts = cellTexts(full, customerColumns)
    expect(cellsOfTexts(texts, customerColumns)).toEqual(full)
    expect(texts).toMatchObject({
      closedDays: '6,7,見紅休',
      area1: '50KG:2+2',
      monthlyGrams: '255.5',
      pricing: '流量',
    })
  })

  test('[A1] the company number is found in the invoice title', () => {
    expect(taxIdIn('石頭居有限公司(統編00018928)')).toBe('00018928')
    expect(taxIdIn('石頭居有限公司（統一編號：０００１８９２８）')).toBe('00018928')
    expect(taxIdIn('石頭居123456789')).toBeNull()
  })

  test('[A2] a row without a ticked hour names no restriction', () => {
    const none = Object.fromEntries(
      Object.keys(full)
        .filter(key => key.startsWith('hour:'))
        .map(key => [key, false]),
    )
    expect(customerRecord({ ...full, ...none }).site.acceptHours).toBe(4095)
    expect(customerRecord({ ...full, ...none, 'hour:8': true, 'hour:19': true }).site.acceptHours).toBe(
      0b100000000001,
    )
  })
})
