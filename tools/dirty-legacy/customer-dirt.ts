import type { CellsByHeader } from './clean-customers.ts'
import type { Fate } from './layouts.ts'
import type { SheetCell } from './workbook-file.ts'

/** One kind of dirt in a customer row, and what must become of it. */
export interface CellDirt {
  dirt: string
  column: string
  /** The dirty cell, made from the clean one. */
  make(clean: SheetCell): SheetCell
  fate: Fate
  code: string | undefined
}

const put = (cell: SheetCell) => () => cell
const fullWidth = (text: string) =>
  text.replace(/[0-9]/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

type Row = readonly [dirt: string, column: string, make: CellDirt['make'], fate: Fate, code?: string]

const table: readonly Row[] = [
  ['code as text', '客戶', cell => String(cell), 'accepted'],
  ['code missing', '客戶', put(undefined), 'refused', 'code.missing'],
  ['code of spaces', '客戶', put('   '), 'refused', 'code.missing'],
  ['code zero', '客戶', put(0), 'refused', 'code.missing'],
  ['code with a letter', '客戶', cell => `A${String(cell).slice(1)}`, 'refused', 'code.not-digits'],
  ['code with the letter O', '客戶', cell => String(cell).replace(/.$/, 'O'), 'refused', 'code.not-digits'],
  ['code too long', '客戶', cell => `${cell}99`, 'refused', 'code.too-long'],
  ['code in full width', '客戶', cell => fullWidth(String(cell)), 'cleaned', 'code.cleaned'],
  ['code with trailing space', '客戶', cell => `${cell} `, 'cleaned', 'code.cleaned'],
  ['code with inner space', '客戶', cell => String(cell).replace(/^(...)/, '$1 '), 'cleaned', 'code.cleaned'],
  ['code with .0', '客戶', cell => `${cell}.0`, 'cleaned', 'code.cleaned'],
  ['code as a formula', '客戶', cell => ({ formula: 'A1+1', shows: Number(cell) }), 'accepted'],
  ['code as an error', '客戶', put({ error: '#REF!' }), 'refused', 'cell.error-value'],
  [
    'code not calculated',
    '客戶',
    put({ formula: 'VLOOKUP(A1,X:Y,2)' }),
    'refused',
    'cell.formula-without-value',
  ],
  ['name in runs', '客戶簡稱', put({ rich: ['石頭', '居'] }), 'accepted'],
  ['name inside the sheet', '客戶簡稱', put({ inline: '石頭居' }), 'accepted'],
  ['name with trailing space', '客戶簡稱', cell => `${cell}  `, 'cleaned', 'text.trimmed'],
  ['name with a line break', '客戶簡稱', put('石頭居\n二店'), 'cleaned', 'text.line-break'],
  ['name with emoji', '客戶簡稱', put('石頭居🔥👨‍👩‍👧'), 'cleaned', 'text.pictograph'],
  ['name with a star', '客戶簡稱', put('★石頭居☎'), 'accepted'],
  ['name like a formula', '客戶簡稱', put('=石頭居'), 'reported', 'text.formula-like'],
  ['name like a mention', '客戶簡稱', put('@石頭居'), 'reported', 'text.formula-like'],
  ['title far too long', '電子發票抬頭', put('長'.repeat(300)), 'emptied', 'text.too-long'],
  ['title as an error', '電子發票抬頭', put({ error: '#N/A' }), 'emptied', 'cell.error-value'],
  ['address with 臺', '地址', put('臺東縣臺東市中山路1號'), 'accepted'],
  ['address in full width', '地址', put('台東縣台東市中山路１２號'), 'cleaned', 'text.half-width'],
  ['address with a line break', '地址', put('台東縣台東市\n中山路12號'), 'cleaned', 'text.line-break'],
  ['quantity with a unit', '4KG', put('2桶'), 'cleaned', 'number.cleaned'],
  ['quantity in full width', '4KG', put('２'), 'cleaned', 'number.cleaned'],
  ['quantity negative', '20KG', put(-2), 'refused', 'number.out-of-range'],
  ['quantity broken', '20KG', put(1.5), 'refused', 'quantity.not-whole'],
  ['quantity in words', '20KG', put('兩桶'), 'refused', 'number.not-understood'],
  ['quantity as an error', '50KG', put({ error: '#VALUE!' }), 'refused', 'cell.error-value'],
  ['quantity is a ROC date', '16KG', put(1_130_501), 'refused', 'number.is-a-date'],
  ['quantity is a ROC day that is none', '16KG', put(1_130_230), 'refused', 'number.out-of-range'],
  ['quantity shown as a date', '16KG', put({ dateSerial: 45_778 }), 'refused', 'cell.unexpected-date'],
  ['cylinder text disagrees', '系統上鋼瓶數量', put('50*77'), 'reported', 'cylinders.disagree'],
  [
    'cylinder text in another spelling',
    '系統上鋼瓶數量',
    cell => String(cell).replace('*', '×'),
    'cleaned',
    'cylinders.cleaned',
  ],
  ['cylinder text unreadable', '系統上鋼瓶數量', put('二十公斤三支'), 'emptied', 'cylinders.not-understood'],
  ['pricing unknown', '計價方式', put('包月'), 'emptied', 'choice.not-understood'],
  ['settlement with spaces', '結帳方式', put('月 結'), 'cleaned', 'choice.cleaned'],
  ['flag ticked', '發報', put('V'), 'cleaned', 'flag.cleaned'],
  ['flag as a Boolean', '發報', put(true), 'cleaned', 'flag.cleaned'],
  ['flag of 2', '發報', put(2), 'emptied', 'flag.not-understood'],
  ['hour flag in words', '8~9', put('可'), 'cleaned', 'flag.cleaned'],
  ['slot in words', '時段', put('下午'), 'cleaned', 'choice.cleaned'],
  ['slot of 9', '時段', put(9), 'emptied', 'choice.not-understood'],
  ['closed days run together', '公休日', put(67), 'cleaned', 'closed-days.cleaned'],
  ['closed days in words', '公休日', put('週日、見紅休'), 'cleaned', 'closed-days.cleaned'],
  ['closed days unreadable', '公休日', put('看心情'), 'emptied', 'closed-days.not-understood'],
  ['closed days as a date', '公休日', put({ dateSerial: 45_480 }), 'emptied', 'cell.unexpected-date'],
  ['kilograms with a unit', '月配送量', cell => `${cell}kg`, 'cleaned', 'number.cleaned'],
  ['kilograms with thousands', '月配送量', put('1,234.5'), 'cleaned', 'number.cleaned'],
  [
    'kilograms as a formula',
    '實際購買公斤數',
    cell => ({ formula: 'AU2-AV2', shows: Number(cell) }),
    'accepted',
  ],
  ['kilograms as an error', '實際購買公斤數', put({ error: '#DIV/0!' }), 'emptied', 'cell.error-value'],
  ['share in percent', '退氣比例', put('6.9%'), 'cleaned', 'number.cleaned'],
  ['days with a unit', '最大週期', cell => `${cell}天`, 'cleaned', 'number.cleaned'],
  ['days as a date', '可延後天數', put({ dateSerial: 45_480 }), 'emptied', 'cell.unexpected-date'],
  ['zone with spaces', '區域', cell => ` ${cell} `, 'cleaned', 'text.trimmed'],
  ['vehicle in words', '1汽車/2機車/0全部', put('機車'), 'cleaned', 'choice.cleaned'],
  ['usage area in another spelling', '第一使用區域', put('２０kg：２＋１'), 'cleaned', 'usage-area.cleaned'],
  ['usage area unreadable', '第一使用區域', put('廚房'), 'emptied', 'usage-area.not-understood'],
  ['a dash for none', '備用量', put('-'), 'cleaned', 'cell.none-in-words'],
]

export const customerDirt: readonly CellDirt[] = table.map(([dirt, column, make, fate, code]) => ({
  dirt,
  column,
  make,
  fate,
  code,
}))

/** Applies one kind of dirt; a dirty quantity is cleaned beforehand so that only the dirt can disagree. */
export function soil(cells: CellsByHeader, { column, make }: CellDirt): CellsByHeader {
  return { ...cells, [column]: make(cells[column]) }
}
