import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import type { ImportResult } from '../../../contract/endpoints/imports.ts'
import { cleanCustomer, inFileOrder } from '../../../tools/dirty-legacy/clean-customers.ts'
import { type DirtyFile, dirtyCustomers } from '../../../tools/dirty-legacy/dirty-customers.ts'
import { dirtyHistory, dirtyMembers } from '../../../tools/dirty-legacy/dirty-text-files.ts'
import { customerHeaders } from '../../../tools/dirty-legacy/layouts.ts'
import { seededRandom } from '../../../tools/dirty-legacy/random.ts'
import { workbookFile } from '../../../tools/dirty-legacy/workbook-file.ts'
import { csvCell } from './csv-cells.rules.ts'
import { readCustomers, readHistory, readMembers, withFile } from './read-legacy.test-support.ts'
import { remarks } from './remarks.rules.ts'

const encode = (text: string) => iconv.encode(text, 'cp950')

/** Every dirty cell met its fate, nothing else was said, and the numbers add up. */
function expectFates(result: ImportResult, file: DirtyFile): void {
  const said = (list: ImportResult['rejected']) =>
    list.map(({ row, column, code }) => `${row} ${column} ${code}`)
  const expected = (fates: readonly string[]) =>
    file.expectations
      .filter(one => fates.includes(one.fate))
      .map(one => `${one.row} ${one.column} ${one.code}`)
  expect(said(result.rejected).sort()).toEqual(expected(['refused']).sort())
  expect(said(result.warnings).sort()).toEqual(expected(['cleaned', 'reported', 'emptied']).sort())
  expect(result).toMatchObject({ rows: file.rows, accepted: file.accepted, skipped: file.skipped })
  expect(result.rejected).toHaveLength(file.refused)
  expect(result.rows).toBe(result.accepted + result.rejected.length + result.skipped)
  expect(result.cylinders).toEqual(file.cylinders)
  for (const { row, column, fate, code, dirt } of file.expectations) {
    if (code === undefined || !(code in remarks)) continue
    const effect = remarks[code as keyof typeof remarks][0]
    const means = { cleaned: 'cleaned', reported: 'reported', emptied: 'unreadable', refused: 'unreadable' }[
      fate as 'cleaned'
    ]
    expect(effect, `${dirt} in row ${row} ${column}`).toBe(means)
  }
}

describe('dirty legacy files', () => {
  test('[A1] every kind of dirt in the workbook is accepted, cleaned or refused as the table says', async () => {
    const file = dirtyCustomers({ seed: 7, cleanRows: 20 })
    const { result } = await withFile(file.bytes, readCustomers)
    expectFates(result, file)
  })

  test('[A1] every kind of dirt in the members is accepted, cleaned or refused as the table says', async () => {
    const file = dirtyMembers({ seed: 7, cleanRows: 20 })
    const { result } = await withFile(file.bytes, readMembers)
    expectFates(result, file)
  })

  test('[A1] every kind of dirt in a cp950 history is accepted, cleaned or refused as the table says', async () => {
    const file = dirtyHistory({ seed: 7, cleanRows: 20, encode })
    const { result } = await withFile(file.bytes, path => readHistory(path))
    expectFates(result, file)
  })

  test('[A1] the customer list as a Big5 text file says the same as the workbook', async () => {
    const random = seededRandom(5)
    const rows = Array.from({ length: 20 }, (_, index) => inFileOrder(cleanCustomer(index + 1, random)))
    const lines = [customerHeaders, ...rows].map(row =>
      row.map(cell => csvCell(String(cell ?? ''))).join(','),
    )
    const workbook = workbookFile({
      rows: new Map([[1, customerHeaders], ...rows.map((row, index) => [index + 2, row] as const)]),
    })
    const fromText = await withFile(encode(lines.join('\r\n')), readCustomers)
    const fromWorkbook = await withFile(workbook, readCustomers)
    expect(fromText.result).toEqual(fromWorkbook.result)
    expect(fromText.accepted).toEqual(fromWorkbook.accepted)
    expect(fromText.result).toMatchObject({ accepted: 20, warnings: [] })
  })

  test('[A1] a remark shows the row, the header, the reason and the cell as the file holds it', async () => {
    const file = dirtyCustomers({ seed: 3, cleanRows: 0 })
    const { result } = await withFile(file.bytes, readCustomers)
    const unit = result.warnings.find(one => one.code === 'number.cleaned' && one.column === '4KG')
    expect(unit?.value).toBe('2桶')
    const error = result.rejected.find(one => one.column === '50KG')
    expect(error).toMatchObject({ code: 'cell.error-value', value: '#VALUE!' })
  })

  test('[A1] read = stored + refused + skipped on any history text whatever', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '0',
        '1431068',
        '1140528',
        '1130230',
        '08:07',
        '2',
        '2桶',
        'abc',
        '"',
        '潘海線',
        '\n',
        ' ',
        '０',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    )
    const line = fc.array(cell, { minLength: 0, maxLength: 24 }).map(cells => cells.join(','))
    const ending = fc.constantFrom('\r\n', '\r\n', '\n')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, ending), { maxLength: 30 }), async lines => {
        const header = `${(await import('../../../tools/dirty-legacy/layouts.ts')).historyHeaders.join(',')}\r\n`
        const bytes = encode(header + lines.map(([text, end]) => text + end).join(''))
        const { result, accepted } = await withFile(bytes, path => readHistory(path))
        expect(result.rows).toBe(result.accepted + result.rejected.length + result.skipped)
        expect(result.accepted).toBe(accepted.length)
        for (const { row } of result.rejected) expect(row).toBeGreaterThan(1)
      }),
      { numRuns: 150 },
    )
  })

  test('[A1] the clean and the dirty workbook of any seed keep the account of their cylinders', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async seed => {
        const file = dirtyCustomers({ seed, cleanRows: 5 })
        const { result } = await withFile(file.bytes, readCustomers)
        expect(result.cylinders).toEqual(file.cylinders)
        expect(result.rejected).toHaveLength(file.refused)
      }),
      { numRuns: 15 },
    )
  })
})

const examples = resolve(import.meta.dirname, '../../../../shared/data/legacy')
const haveExamples = existsSync(examples)
if (!haveExamples) process.stderr.write(`skipped: no example legacy files at ${examples}\n`)

describe.skipIf(!haveExamples)('the example files', () => {
  test('[A1] the workbook of 1,267 customers reads without a remark', async () => {
    const { result, accepted, header } = await readCustomers(resolve(examples, 'customers.xlsx'))
    expect(result).toMatchObject({ rows: 1267, accepted: 1267, skipped: 0, rejected: [], warnings: [] })
    expect(header.keys.filter(key => key !== undefined)).toHaveLength(75)
    expect(accepted.filter(row => row.cells.pricing === 'metered')).toHaveLength(483)
    expect(accepted.filter(row => row.cells.isTerminated)).toHaveLength(10)
    expect(new Set(accepted.map(row => row.cells.zone)).size).toBe(16)
  })

  test('[A1] the 11,063 members read without a remark', async () => {
    const { result } = await readMembers(resolve(examples, 'members.csv'))
    expect(result).toMatchObject({ rows: 11_063, accepted: 11_063, skipped: 0, rejected: [], warnings: [] })
    expect(result.cylinders).toEqual({ '20': 10_973, '16': 5_388, '10': 763, '4': 90 })
  })

  test('[A1] the history of 349,970 deliveries reads without a remark', async () => {
    const { result } = await readHistory(resolve(examples, 'history.csv.gz'))
    expect(result).toMatchObject({ rows: 349_970, accepted: 349_970, skipped: 0, rejected: [], warnings: [] })
  })
})
