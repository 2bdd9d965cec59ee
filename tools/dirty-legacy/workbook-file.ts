import { zipFile } from './zip-file.ts'

/** A cell as a workbook can hold it. */
export type SheetCell =
  | undefined
  | string
  | number
  | boolean
  /** A formula with what it last showed; without `shows` nobody has calculated it. */
  | { formula: string; shows?: string | number }
  | { error: string }
  /** Text written in runs of different type. */
  | { rich: string[] }
  /** Text inside the sheet instead of the table of shared strings. */
  | { inline: string }
  /** A serial number shown as a date. */
  | { dateSerial: number }

export interface SheetFile {
  /** Rows by their 1-based number; a missing number is a row the file does not mention. */
  rows: Map<number, readonly SheetCell[]>
  /** `A2:A3`. */
  merges?: readonly string[]
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
/** Index of the date format among the cell formats of `styles`. */
const dateStyle = 1

/** Writes a workbook of one sheet (ECMA-376, the parts that every reader needs and no more). */
export function workbookFile(sheet: SheetFile): Buffer {
  const strings = new Map<string, number>()
  const rows = [...sheet.rows].sort(([a], [b]) => a - b).map(([row, cells]) => rowXml(row, cells, strings))
  const merges = (sheet.merges ?? []).map(range => `<mergeCell ref="${range}"/>`).join('')
  const mergesXml = merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`
  const items = [...strings.keys()].map(item => `<si>${item}</si>`).join('')
  return zipFile({
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="客戶" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-404]e/m/d;@"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${items}</sst>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData>${mergesXml}</worksheet>`,
  })
}

/** 1 → `A`, 75 → `BW`. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26))
  return column > 26 ? columnLetters(Math.floor((column - 1) / 26)) + last : last
}

function rowXml(row: number, cells: readonly SheetCell[], strings: Map<string, number>): string {
  const written = cells.map((cell, index) => cellXml(`${columnLetters(index + 1)}${row}`, cell, strings))
  return `<row r="${row}">${written.join('')}</row>`
}

function cellXml(at: string, cell: SheetCell, strings: Map<string, number>): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'string')
    return sharedXml(at, `<t xml:space="preserve">${escapeXml(cell)}</t>`, strings)
  if ('error' in cell) return `<c r="${at}" t="e"><v>${escapeXml(cell.error)}</v></c>`
  if ('inline' in cell)
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.inline)}</t></is></c>`
  if ('dateSerial' in cell) return `<c r="${at}" s="${dateStyle}"><v>${cell.dateSerial}</v></c>`
  if ('rich' in cell) {
    const runs = cell.rich.map(text => `<r><rPr><b/></rPr><t xml:space="preserve">${escapeXml(text)}</t></r>`)
    return sharedXml(at, `${runs.join('')}<rPh sb="0" eb="1"><t>注音</t></rPh>`, strings)
  }
  const formula = `<f>${escapeXml(cell.formula)}</f>`
  if (cell.shows === undefined) return `<c r="${at}">${formula}</c>`
  const type = typeof cell.shows === 'string' ? ' t="str"' : ''
  return `<c r="${at}"${type}>${formula}<v>${escapeXml(String(cell.shows))}</v></c>`
}

function sharedXml(at: string, item: string, strings: Map<string, number>): string {
  const index = strings.get(item) ?? strings.size
  strings.set(item, index)
  return `<c r="${at}" t="s"><v>${index}</v></c>`
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}
