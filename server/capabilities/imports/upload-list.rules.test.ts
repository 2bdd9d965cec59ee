import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { productCodes } from '../../../contract/kernel/cylinders.ts'
import { addDays } from '../../../contract/kernel/dates.ts'
import { type HistoryRecord, historyRecord } from './history-record.rules.ts'
import { readHistory, withFile } from './read-legacy.test-support.ts'
import { uploadList } from './upload-list.rules.ts'

const quantities = fc
  .array(fc.tuple(fc.constantFrom(...productCodes), fc.integer({ min: 1, max: 99 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map(pairs => Object.fromEntries(pairs))
const delivery: fc.Arbitrary<HistoryRecord> = fc.record({
  code: fc.integer({ min: 1, max: 9_999_999 }).map(code => String(code).padStart(7, '0')),
  salesperson: fc.constantFrom('', '潘海線', '恒碁', '林,南線', '=張', '"外"線'),
  date: fc.integer({ min: 0, max: 12_000 }).map(days => addDays('1992-01-01', days)),
  minute: fc.integer({ min: 0, max: 1439 }),
  quantities,
})

describe('上傳清單', () => {
  test('[L2] what is exported, our own reader reads back delivery for delivery', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 30 }), async deliveries => {
        const { bytes, unwritable } = uploadList(deliveries)
        expect(unwritable).toEqual([])
        const { accepted, result } = await withFile(bytes, path => readHistory(path))
        expect(result.rejected).toEqual([])
        expect(accepted.map(row => historyRecord(row.cells))).toEqual(deliveries)
      }),
      { numRuns: 60 },
    )
  })

  test('[L2] twenty columns, cp950, CRLF, seven-digit dates, nothing for zero', () => {
    const { bytes } = uploadList([
      {
        code: '0063725',
        salesperson: '許功蓋',
        date: '2025-05-28',
        minute: 487,
        quantities: { '50': 2, P20: 1, FH16: 3 },
      },
    ])
    expect(iconv.decode(bytes, 'cp950')).toBe(
      '編號,業務員,交易日期,交易時間,50KG,丙烷20,丙烷16,20KG,16KG,10KG,4KG,好運16,瓶安桶10,幸福丸,好運20,流量50,流量20,流量16,流量好運20,流量好運16\r\n' +
        '0063725,許功蓋,1140528,08:07,2,1,,,,,,,,,,,,,,3\r\n',
    )
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0xbd, 0x73, 0xb8, 0xb9]))
  })

  test('[L2] a name that cp950 cannot write goes with □ in its place and is reported', () => {
    const { bytes, unwritable } = uploadList([
      { code: '1431068', salesperson: '峯哥', date: '2025-05-28', minute: 0, quantities: { '20': 1 } },
    ])
    expect(iconv.decode(bytes, 'cp950')).toContain('□哥')
    expect(unwritable).toEqual([{ row: 2, column: '業務員', value: '峯哥' }])
  })
})
