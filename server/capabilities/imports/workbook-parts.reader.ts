import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { invalid, Problem } from '../../../contract/kernel/problem.ts'
import { isDateFormat } from './workbook-dates.rules.ts'

/** The parts of an .xlsx file (ECMA-376) that its sheets refer to. */
export interface WorkbookParts {
  /** Visible sheets in the order of the tabs. */
  sheets: { name: string; path: string }[]
  sharedStrings: string[]
  /** Cell formats (`s` of a cell) that show a date. */
  dateStyles: Set<number>
  /** Whether serial numbers count from 1904. */
  is1904: boolean
}

/** Bytes that a part may unpack to; a small file that unpacks to more is an attack, not a customer list. */
const maxPartBytes = 1_500_000_000
const maxStringsCharacters = 150_000_000

/** A workbook opened for reading part by part; close it when done. */
export class WorkbookFile {
  readonly #zip: ZipFile
  readonly #entries: Map<string, Entry>

  constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  static async open(path: string): Promise<WorkbookFile> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
      throw invalid('imports.file-damaged', { cause })
    })
    const entries = new Map<string, Entry>()
    try {
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    } catch (cause) {
      zip.close()
      throw invalid('imports.file-damaged', { cause })
    }
    return new WorkbookFile(zip, entries)
  }

  close(): void {
    this.#zip.close()
  }

  /** The text of a part in pieces; nothing where the workbook has no such part. */
  async *text(path: string): AsyncGenerator<string> {
    const entry = this.#entries.get(path)
    if (entry === undefined) return
    if (entry.isEncrypted()) throw invalid('imports.file-encrypted')
    if (entry.uncompressedSize > maxPartBytes) throw invalid('imports.file-too-large')
    const stream: Readable = await this.#zip.openReadStreamPromise(entry)
    stream.setEncoding('utf8')
    try {
      for await (const piece of stream) yield piece as string
    } catch (cause) {
      throw invalid('imports.file-damaged', { cause })
    } finally {
      stream.destroy()
    }
  }

  /** Reads everything that the sheets refer to. */
  async parts(): Promise<WorkbookParts> {
    const relations = await this.#relations()
    const book = await this.#book(relations)
    if (book.sheets.length === 0) throw invalid('imports.file-damaged')
    const strings = await readStrings(this.text(relations.get('sharedStrings') ?? 'xl/sharedStrings.xml'))
    const dateStyles = await readDateStyles(this.text(relations.get('styles') ?? 'xl/styles.xml'))
    return { ...book, sharedStrings: strings, dateStyles }
  }

  /** Part paths by relation id, and those of shared strings and styles by kind. */
  async #relations(): Promise<Map<string, string>> {
    const paths = new Map<string, string>()
    await eachTag(this.text('xl/_rels/workbook.xml.rels'), tag => {
      const { Id: id, Target: target, Type: type } = tag.attributes
      if (id === undefined || target === undefined) return
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
      paths.set(id, path)
      paths.set(type?.split('/').at(-1) ?? id, path)
    })
    return paths
  }

  async #book(relations: Map<string, string>): Promise<Pick<WorkbookParts, 'sheets' | 'is1904'>> {
    const sheets: WorkbookParts['sheets'] = []
    let is1904 = false
    await eachTag(this.text('xl/workbook.xml'), tag => {
      const name = localName(tag.name)
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(tag.attributes.date1904 ?? '')
      if (name !== 'sheet' || (tag.attributes.state ?? 'visible') !== 'visible') return
      const path = relations.get(relationId(tag) ?? '')
      if (path !== undefined) sheets.push({ name: tag.attributes.name ?? '', path })
    })
    return { sheets, is1904 }
  }
}

/** `r:id`, whatever prefix the writer gave to the namespace of relations. */
function relationId(tag: SaxesTagPlain): string | undefined {
  return Object.entries(tag.attributes).find(([name]) => name.endsWith(':id'))?.[1]
}

/** `x:row` and `row` are the same element; some programs write the prefix. */
export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** `_x000D_` in workbook text stands for the character with that code (ECMA-376 §22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Runs a SAX parser over a part; a part that is not XML refuses the file, a part that is not there is nothing. */
export async function parseXml(pieces: AsyncIterable<string>, parser: SaxesParser): Promise<void> {
  let isAbsent = true
  for await (const piece of pieces) {
    isAbsent = false
    feed(parser, piece)
  }
  if (!isAbsent) feed(parser, null)
}

/** Gives the parser a piece, or the end. */
export function feed(parser: SaxesParser, piece: string | null): void {
  try {
    if (piece === null) parser.close()
    else parser.write(piece)
  } catch (cause) {
    throw cause instanceof Problem ? cause : invalid('imports.file-damaged', { cause })
  }
}

async function eachTag(pieces: AsyncIterable<string>, see: (tag: SaxesTagPlain) => void): Promise<void> {
  const parser = new SaxesParser()
  parser.on('opentag', see)
  await parseXml(pieces, parser)
}

/** Shared strings: rich text is joined, phonetic guides are left out. */
async function readStrings(pieces: AsyncIterable<string>): Promise<string[]> {
  const strings: string[] = []
  let text: string | undefined
  let inText = false
  let phonetic = 0
  let total = 0
  const parser = new SaxesParser()
  parser.on('opentag', tag => {
    const name = localName(tag.name)
    if (name === 'si') text = ''
    else if (name === 'rPh') phonetic += 1
    else if (name === 't') inText = phonetic === 0
  })
  parser.on('text', part => {
    if (inText && text !== undefined) text += part
  })
  parser.on('closetag', tag => {
    const name = localName(tag.name)
    if (name === 't') inText = false
    else if (name === 'rPh') phonetic -= 1
    else if (name === 'si') {
      strings.push(decodeEscapes(text ?? ''))
      total += text?.length ?? 0
      if (total > maxStringsCharacters) throw invalid('imports.file-too-large')
      text = undefined
    }
  })
  await parseXml(pieces, parser)
  return strings
}

async function readDateStyles(pieces: AsyncIterable<string>): Promise<Set<number>> {
  const custom = new Map<number, string>()
  const dateStyles = new Set<number>()
  let inCellFormats = false
  let index = 0
  const parser = new SaxesParser()
  parser.on('opentag', tag => {
    const name = localName(tag.name)
    if (name === 'numFmt') custom.set(Number(tag.attributes.numFmtId), String(tag.attributes.formatCode))
    else if (name === 'cellXfs') inCellFormats = true
    else if (name === 'xf' && inCellFormats) {
      const id = Number(tag.attributes.numFmtId ?? 0)
      if (isDateFormat(id, custom.get(id))) dateStyles.add(index)
      index += 1
    }
  })
  parser.on('closetag', tag => {
    if (localName(tag.name) === 'cellXfs') inCellFormats = false
  })
  await parseXml(pieces, parser)
  return dateStyles
}
