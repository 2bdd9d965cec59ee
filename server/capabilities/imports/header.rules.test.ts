import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { customerHeaders, historyHeaders, memberHeaders } from '../../../tools/dirty-legacy/layouts.ts'
import type { Columns } from './columns.ts'
import { customerColumns } from './customer-columns.rules.ts'
import { absentRequired, matchHeader } from './header.rules.ts'
import { historyColumns } from './history-columns.rules.ts'
import { memberColumns } from './member-columns.rules.ts'
import type { SourceCell } from './source-table.ts'

const match = (columns: Columns, ...rows: SourceCell[][]) =>
  matchHeader(
    rows.map((cells, index) => ({ row: index + 1, cells })),
    columns,
  )

describe('headers by meaning', () => {
  test('[A1] all 75 headers of the workbook, the 6 of the members and the 20 of the history are columns of ours', () => {
    expect(Object.values(customerColumns).map(column => column.header)).toEqual(customerHeaders)
    expect(customerHeaders).toHaveLength(75)
    expect(Object.values(memberColumns).map(column => column.header)).toEqual(memberHeaders)
    expect(Object.values(historyColumns('2026-01-01')).map(column => column.header)).toEqual(historyHeaders)
  })

  test('[A1] columns may stand in any order', () => {
    const keys = Object.keys(customerColumns)
    fc.assert(
      fc.property(fc.shuffledSubarray(customerHeaders, { minLength: 75, maxLength: 75 }), headers => {
        const found = match(customerColumns, headers)
        expect(found?.keys).toEqual(headers.map(header => keys[customerHeaders.indexOf(header)]))
        expect(found?.remarks).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    ['客戶編號', 'code'],
    ['客　戶', 'code'],
    ['50KG (桶)', 'product:50'],
    ['５０ＫＧ', 'product:50'],
    ['50公斤', 'product:50'],
    ['丙烷20', 'product:P20'],
    ['流量50KG', 'product:F50'],
    ['流量好運16（桶）', 'product:FH16'],
    ['公休日(1-7)', 'closedDays'],
    ['8-9', 'hour:8'],
    ['18～19', 'hour:18'],
    ['08:00~09:00', 'hour:8'],
    ['月配送量\n(公斤)', 'monthlyGrams'],
    ['客戶配送地址', 'address'],
    ['帶線流量表', 'hasWiredFlowMeter'],
    ['流量錶', 'hasFlowMeter'],
    ['切替器型號/規格', 'changeoverModel'],
    ['電子發票抬頭名稱', 'invoiceTitle'],
    ['第1使用區域', 'area1'],
    ['1汽車／2機車／0全部', 'vehicleAccess'],
  ])('[A1] %j is understood as %s', (header, key) => {
    const found = match(
      customerColumns,
      header === '客戶編號' || header === '客　戶' ? [header] : ['客戶', header],
    )
    expect(found?.keys.at(-1)).toBe(key)
  })

  test('[A1] a spreadsheet that made dates of the hour headers is understood', () => {
    const found = match(customerColumns, ['客戶', { kind: 'date', date: '2026-08-09', minute: 0 }])
    expect(found?.keys[1]).toBe('hour:8')
  })

  test('[A1] legend rows above the header are passed over', () => {
    const found = match(memberColumns, ['會員名冊'], [], ['基本資料', '', '聯絡'], memberHeaders)
    expect(found?.row).toBe(4)
  })

  test.each(['客戶電話', '備註', '2020年', '114'])(
    '[A1] %j is reported as not understood, never guessed',
    header => {
      const found = match(customerColumns, ['客戶', header])
      expect(found?.keys[1]).toBeUndefined()
      expect(found?.remarks).toContainEqual({
        row: 1,
        column: header,
        code: 'header.not-understood',
        value: header,
      })
    },
  )

  test('[A1] a header that comes twice counts once and is reported', () => {
    const found = match(memberColumns, [...memberHeaders, '地址'])
    expect(found?.keys[6]).toBeUndefined()
    expect(found?.remarks).toEqual([{ row: 1, column: '地址', code: 'header.repeated', value: '地址' }])
  })

  test('[A1] a column the file does not have is named, and a required one refuses the file by name', () => {
    const found = match(memberColumns, ['客戶', '客戶簡稱', '電話', '地址', '系統上鋼瓶數量'])
    expect(found?.remarks).toEqual([{ row: 1, column: '區域', code: 'header.absent', value: '' }])
    expect(match(historyColumns('2026-01-01'), ['編號', '業務員'])).toBeUndefined()
    const rows = [{ row: 1, cells: ['編號', '業務員'] }]
    expect(absentRequired(rows, historyColumns('2026-01-01'))).toEqual(['交易日期', '交易時間'])
  })
})
