import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { CsvRecords, detectEncoding, readCsv } from './csv.reader.ts'
import { csvCell, csvCellForPeople } from './csv-cells.rules.ts'
import type { SourceRow } from './source-table.ts'

function cut(text: string): SourceRow[] {
  const records = new CsvRecords()
  return [...records.push(text), ...records.end()]
}

async function read(bytes: Buffer, pieceLength: number): Promise<SourceRow[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength)
  }
  const rows: SourceRow[] = []
  for await (const batch of readCsv(pieces())) rows.push(...batch)
  return rows
}

describe('text files', () => {
  test('[A1] any cells, written and read in pieces of any size, come back the same', async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', '許功蓋', 'a,b', '"', '二\n樓', '石頭居'))
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 50 }), async (cells, length) => {
        const text = ['x,y,z', ...cells.map(row => row.map(csvCell).join(','))].join('\r\n')
        const rows = await read(iconv.encode(text, 'cp950'), length)
        const lossless = cells.map(row => row.map(one => iconv.decode(iconv.encode(one, 'cp950'), 'cp950')))
        expect(rows.slice(1).map(row => row.cells)).toEqual(lossless)
      }),
      { numRuns: 100 },
    )
  })

  test('[A1] the encoding is told by its mark, else by what it leaves unreadable', () => {
    expect(detectEncoding(Buffer.from('\ufeff客戶'))).toBe('utf8')
    expect(detectEncoding(Buffer.from('客戶,地址'))).toBe('utf8')
    expect(detectEncoding(iconv.encode('編號,業務員', 'cp950'))).toBe('cp950')
    expect(
      detectEncoding(Buffer.concat([iconv.encode('編號,業務員', 'cp950'), Buffer.from([0xff, 0x80])])),
    ).toBe('cp950')
    expect(
      detectEncoding(Buffer.concat([Buffer.from('客戶編號,業務員,交易日期'), Buffer.from([0xff])])),
    ).toBe('utf8')
  })

  test('[A1] a bad byte before a comma does not swallow the comma', async () => {
    const bytes = Buffer.concat([
      iconv.encode('編號,業務員\r\n1,', 'cp950'),
      Buffer.from([0xa4]),
      Buffer.from(',\r\n'),
    ])
    const rows = await read(bytes, 1000)
    expect(rows[1]?.cells).toEqual(['1', '\ufffd', ''])
  })

  test('[A1] a bare LF that cuts a row in two is mended; one that ends a row is mentioned', () => {
    expect(cut('a,b,c\r\n1,2\n2,3\r\n4,5,6\n7,8,9\r\n')).toEqual([
      { row: 1, cells: ['a', 'b', 'c'] },
      { row: 2, cells: ['1', '22', '3'], remark: 'row.bare-lf' },
      { row: 4, cells: ['4', '5', '6'], remark: 'row.bare-lf' },
      { row: 5, cells: ['7', '8', '9'] },
    ])
  })

  test('[A1] parts that do not make a row stay two rows', () => {
    const rows = cut('a,b,c\r\n1,2\n4,5,6\r\n')
    expect(rows.map(row => row.cells)).toEqual([
      ['a', 'b', 'c'],
      ['1', '2'],
      ['4', '5', '6'],
    ])
  })

  test('[A1] a code cut in two is never read as a shorter code', () => {
    expect(cut('a,b,c\r\n14\n31068,5,6\r\n')[1]?.cells).toEqual(['1431068', '5', '6'])
  })

  test('[A1] a file with LF throughout is ordinary', () => {
    expect(cut('a,b\n1,2\n')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['1', '2'] },
    ])
  })

  test('[A1] a quote that nobody closed costs its own line only', () => {
    const lines = Array.from({ length: 120 }, (_, index) => `${index},x`).join('\r\n')
    const rows = cut(`a,b\r\n1,"x\r\n${lines}\r\n`)
    expect(rows[1]).toEqual({ row: 2, cells: ['1', '"x'], remark: 'row.quote-not-closed' })
    expect(rows).toHaveLength(122)
    expect(rows.at(-1)).toEqual({ row: 122, cells: ['119', 'x'] })
  })

  test('[L2] a cell shown to people does not run as a formula; every other text stays', () => {
    expect(csvCellForPeople('=1+1')).toBe("'=1+1")
    expect(csvCellForPeople('@SUM(A1)')).toBe("'@SUM(A1)")
    expect(csvCellForPeople('石頭居')).toBe('石頭居')
    expect(csvCell('=1+1')).toBe('=1+1')
  })
})
