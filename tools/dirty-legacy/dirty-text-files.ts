import type { DirtyFile } from './dirty-customers.ts'
import { type Expectation, type Fate, historyHeaders, kilogramsByHeader, memberHeaders } from './layouts.ts'
import { type Random, seededRandom } from './random.ts'

/** Two bytes that lead a cp950 character but make none. */
const badBytes = Buffer.from([0xfa, 0x40])
/** Marks the place of the bad bytes in a text that is otherwise encoded as a whole. */
const badMark = '\u0001'

export type Encode = (text: string) => Buffer

interface LineDirt {
  dirt: string
  /** Cells of a clean line to the text of the dirty one, without its end. */
  line(cells: readonly string[]): string
  /** CRLF where absent. */
  ending?: string
  fate: Fate
  column: string
  code: string | undefined
  /** Lines of the file this makes; 1 where absent. */
  lines?: number
}

const at = (position: number, text: (cell: string) => string) => (cells: readonly string[]) =>
  cells.map((cell, index) => (index === position ? text(cell) : cell)).join(',')
const same = (cells: readonly string[]) => cells.join(',')

type Row = readonly [
  dirt: string,
  line: LineDirt['line'],
  fate: Fate,
  column?: string,
  code?: string,
  ending?: string,
]

const historyDirt: readonly Row[] = [
  ['code missing', at(0, () => ''), 'refused', '編號', 'code.missing'],
  ['code with letters', at(0, cell => `X${cell.slice(1)}`), 'refused', '編號', 'code.not-digits'],
  ['code with lost zeros', at(0, () => '63725'), 'cleaned', '編號', 'code.zeros-restored'],
  ['code in full width', at(0, () => '１４３１０６８'), 'cleaned', '編號', 'code.cleaned'],
  [
    'code with an unknown byte',
    at(0, cell => `${cell.slice(1)}${badMark}`),
    'refused',
    '編號',
    'code.not-digits',
  ],
  [
    'salesperson with an unknown byte',
    at(1, () => `許${badMark}蓋`),
    'cleaned',
    '業務員',
    'text.unknown-byte',
  ],
  ['salesperson like a formula', at(1, () => '=cmd|calc'), 'reported', '業務員', 'text.formula-like'],
  ['day that does not exist', at(2, () => '1130230'), 'refused', '交易日期', 'date.does-not-exist'],
  ['day missing', at(2, () => ''), 'refused', '交易日期', 'date.missing'],
  ['day in words', at(2, () => '五月三日'), 'refused', '交易日期', 'date.not-understood'],
  ['day in the future', at(2, () => '1990501'), 'refused', '交易日期', 'date.out-of-range'],
  ['day with slashes', at(2, () => '113/05/01'), 'cleaned', '交易日期', 'date.cleaned'],
  ['western day', at(2, () => '2024-05-01'), 'cleaned', '交易日期', 'date.cleaned'],
  ['time that does not exist', at(3, () => '25:61'), 'refused', '交易時間', 'time.not-understood'],
  ['time without its zero', at(3, () => '8:07'), 'cleaned', '交易時間', 'time.cleaned'],
  ['quantity with a unit', at(7, () => '2桶'), 'cleaned', '20KG', 'number.cleaned'],
  ['quantity in words', at(7, () => 'abc'), 'refused', '20KG', 'number.not-understood'],
  ['quantity negative', at(7, () => '-1'), 'refused', '20KG', 'number.out-of-range'],
  ['a quoted cell', at(1, cell => `"${cell}"`), 'accepted'],
  ['zeros written out', cells => cells.map(cell => cell || '0').join(','), 'accepted'],
  [
    'nothing delivered',
    cells => cells.map((cell, index) => (index < 4 ? cell : '')).join(','),
    'reported',
    '',
    'row.nothing-delivered',
  ],
  ['too few columns', cells => cells.slice(0, 18).join(','), 'refused', '流量好運20', 'row.too-few-columns'],
  ['too many columns', cells => `${same(cells)},9`, 'refused', '流量好運16', 'row.too-many-columns'],
  ['surplus empty columns', cells => `${same(cells)},,`, 'cleaned', '', 'row.extra-empty-cells'],
  ['line ended by a bare LF', same, 'cleaned', '', 'row.bare-lf', '\n'],
  ['quote that nobody closed', at(1, () => '"林南線'), 'refused', '', 'row.quote-not-closed'],
]

const memberDirt: readonly Row[] = [
  ['code with letters', at(0, cell => `M${cell.slice(1)}`), 'refused', '客戶', 'code.not-digits'],
  ['code missing', at(0, () => ''), 'refused', '客戶', 'code.missing'],
  ['name with emoji', at(1, () => '周老師😀'), 'cleaned', '客戶簡稱', 'text.pictograph'],
  ['name on two lines', at(1, () => '"周\n老師"'), 'cleaned', '客戶簡稱', 'text.line-break'],
  ['phone with spaces', at(2, () => '0900 000 668'), 'cleaned', '電話', 'phone.cleaned'],
  ['phone in words', at(2, () => '問老闆'), 'emptied', '電話', 'phone.not-understood'],
  ['address with 臺', at(3, () => '臺東縣臺東市中山路1號'), 'accepted'],
  [
    'address with a comma',
    at(3, () => '台東縣台東市中山路1號,2樓'),
    'refused',
    '系統上鋼瓶數量',
    'row.too-many-columns',
  ],
  ['quoted address with a comma', at(3, () => '"台東縣台東市中山路1號,2樓"'), 'accepted'],
  ['cylinders unreadable', at(5, () => '兩支'), 'refused', '系統上鋼瓶數量', 'cylinders.not-understood'],
  ['cylinders in another spelling', at(5, () => '20KG×1'), 'cleaned', '系統上鋼瓶數量', 'cylinders.cleaned'],
]

/** A history with every kind of dirt once. @param encode cp950, given by the caller */
export function dirtyHistory(options: { seed: number; cleanRows: number; encode: Encode }): DirtyFile {
  const random = seededRandom(options.seed)
  const lines = (index: number) => cleanDelivery(index, random)
  const file = dirtyText(historyHeaders, historyDirt, lines, options.cleanRows, quantitiesOfDelivery)
  return { ...file, bytes: encodeWithDamage(file.text, options.encode) }
}

/** Household members with every kind of dirt once, in UTF-8 with its mark. */
export function dirtyMembers(options: { seed: number; cleanRows: number }): DirtyFile {
  const random = seededRandom(options.seed)
  const lines = (index: number) => cleanMember(index, random)
  const file = dirtyText(memberHeaders, memberDirt, lines, options.cleanRows, quantitiesOfMember)
  return { ...file, bytes: Buffer.from(`\ufeff${file.text}`) }
}

function dirtyText(
  headers: readonly string[],
  dirt: readonly Row[],
  cleanLine: (index: number) => string[],
  cleanRows: number,
  quantities: (cells: readonly string[]) => Record<string, number>,
): Omit<DirtyFile, 'bytes'> & { text: string } {
  const file = { expectations: [] as Expectation[], rows: 0, accepted: 0, refused: 0, skipped: 0 }
  const cylinders: Record<string, number> = {}
  let text = `${headers.join(',')}\r\n`
  let row = 2
  const add = (line: string, ending: string) => {
    text += line + ending
    file.rows += 1
    row += line.split('\n').length
  }
  for (const [index, [name, line, fate, column = '', code, ending = '\r\n']] of dirt.entries()) {
    const clean = cleanLine(index)
    file.expectations.push({ row, column, fate, code, dirt: name })
    file[fate === 'refused' ? 'refused' : 'accepted'] += 1
    if (fate !== 'refused' && code !== 'row.nothing-delivered') addTo(cylinders, quantities(clean))
    add(line(clean), ending)
    // A clean line between, so that dirt cannot lean on dirt.
    const next = cleanLine(dirt.length + index)
    addTo(cylinders, quantities(next))
    file.accepted += 1
    add(next.join(','), '\r\n')
  }
  file.expectations.push({ row, column: '', fate: 'skipped', code: undefined, dirt: 'blank line' })
  file.skipped += 1
  add('', '\r\n')
  for (let count = 0; count < cleanRows; count += 1) {
    const clean = cleanLine(2 * dirt.length + count)
    addTo(cylinders, quantities(clean))
    file.accepted += 1
    add(clean.join(','), '\r\n')
  }
  return { ...file, cylinders, text }
}

function cleanDelivery(index: number, random: Random): string[] {
  const cells = historyHeaders.map(() => '')
  cells[0] = String(1_400_001 + index * 7)
  cells[1] = random.pick(['潘海線', '許功蓋', '林南線'])
  cells[2] = `113${String(random.whole(1, 12)).padStart(2, '0')}${String(random.whole(1, 28)).padStart(2, '0')}`
  cells[3] = `${String(random.whole(8, 19)).padStart(2, '0')}:${String(random.whole(0, 59)).padStart(2, '0')}`
  cells[7] = '2'
  return cells
}

function cleanMember(index: number, random: Random): string[] {
  const phone = `0900-000-${String(random.whole(0, 999)).padStart(3, '0')}`
  const address = `台東縣台東市中山路${random.whole(1, 600)}號`
  return [String(5_100_007 + index * 7), '周老師', phone, address, '市東', '20*1']
}

function quantitiesOfDelivery(cells: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [position, header] of historyHeaders.entries()) {
    const kilograms = kilogramsByHeader[header]
    if (kilograms !== undefined && cells[position]) addTo(counts, { [kilograms]: Number(cells[position]) })
  }
  return counts
}

function quantitiesOfMember(cells: readonly string[]): Record<string, number> {
  const [size = '', count] = (cells[5] ?? '').split('*')
  return { [size]: Number(count) }
}

function addTo(total: Record<string, number>, counts: Record<string, number>): void {
  for (const [size, count] of Object.entries(counts)) total[size] = (total[size] ?? 0) + count
}

function encodeWithDamage(text: string, encode: Encode): Buffer {
  const parts = text.split(badMark).map(encode)
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [badBytes, part])))
}
