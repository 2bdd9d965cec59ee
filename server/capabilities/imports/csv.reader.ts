import iconv from 'iconv-lite'
import type { SourceRow } from './source-table.ts'

/** Text files of the legacy system: cp950 or UTF-8, CRLF with the odd bare LF, quotes, commas (or tabs). */
export type TextEncoding = 'utf8' | 'utf16le' | 'cp950'

const unknown = /\ufffd/g

/**
 * The encoding of a file from its first bytes: a byte-order mark decides; without one, whichever of UTF-8 and cp950
 * leaves fewer unknown characters (cp950 text is hardly ever valid UTF-8, and one bad byte must not decide).
 */
export function detectEncoding(head: Buffer): TextEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf16le'
  const losses = (encoding: TextEncoding) =>
    iconv.decode(head.subarray(0, 65_536), encoding).match(unknown)?.length ?? 0
  return losses('utf8') <= losses('cp950') ? 'utf8' : 'cp950'
}

/** Longest record that may span lines inside quotes; a longer one is a quote that nobody closed. */
const maxQuotedLines = 50

/**
 * Cuts decoded text into records. Row numbers are physical lines, so that a person finds the place in an editor.
 * Where the header ends in CRLF, a bare LF is damage: a record cut in two by it is joined again if, and only if,
 * the parts make exactly as many cells as the header has.
 */
export class CsvRecords {
  #rest = ''
  #line = 0
  #delimiter = ','
  #width = 0
  #crlf = false
  #quoted: { line: number; texts: string[] } | undefined
  #short: SourceRow | undefined
  #out: SourceRow[] = []

  /** Takes the next piece of the file and answers the records that are complete. */
  push(text: string): SourceRow[] {
    const whole = this.#rest === '' ? text : this.#rest + text
    let start = 0
    for (let end = whole.indexOf('\n'); end >= 0; end = whole.indexOf('\n', start)) {
      const crlf = end > start && whole.charCodeAt(end - 1) === 13
      this.#takeLine(whole.slice(start, crlf ? end - 1 : end), crlf)
      start = end + 1
    }
    this.#rest = whole.slice(start)
    return this.#drain()
  }

  /** The end of the file: what is left, complete or not. */
  end(): SourceRow[] {
    if (this.#rest !== '') this.#takeLine(this.#rest.replace(/\r$/, ''), true)
    this.#rest = ''
    if (this.#quoted !== undefined) this.#giveUpQuote()
    this.#flushShort()
    return this.#drain()
  }

  #drain(): SourceRow[] {
    const out = this.#out
    this.#out = []
    return out
  }

  #takeLine(text: string, crlf: boolean): void {
    this.#line += 1
    if (this.#line === 1) {
      this.#crlf = crlf
      this.#delimiter = text.includes('\t') && !text.includes(',') ? '\t' : ','
    }
    if (this.#quoted !== undefined) {
      this.#quoted.texts.push(text)
      this.#tryQuoted(crlf)
    } else if (text.includes('"')) {
      this.#quoted = { line: this.#line, texts: [text] }
      this.#tryQuoted(crlf)
    } else {
      this.#emit({ row: this.#line, cells: text === '' ? [] : text.split(this.#delimiter) }, crlf)
    }
  }

  #tryQuoted(crlf: boolean): void {
    if (this.#quoted === undefined) return
    const cells = splitQuoted(this.#quoted.texts.join('\n'), this.#delimiter)
    if (cells !== undefined) {
      const row = this.#quoted.line
      this.#quoted = undefined
      this.#emit({ row, cells }, crlf)
    } else if (this.#quoted.texts.length >= maxQuotedLines) this.#giveUpQuote()
  }

  /** The opening line is refused with its reason; the lines that it swallowed are read again as lines. */
  #giveUpQuote(): void {
    const { line, texts } = this.#quoted ?? { line: this.#line, texts: [] }
    this.#quoted = undefined
    const [first = '', ...others] = texts
    this.#emit({ row: line, cells: first.split(this.#delimiter), remark: 'row.quote-not-closed' }, true)
    this.#line = line
    for (const text of others) this.#takeLine(text, true)
  }

  #emit(record: SourceRow, crlf: boolean): void {
    if (this.#width === 0) this.#width = record.cells.length
    const before = this.#short
    if (before !== undefined) {
      this.#short = undefined
      const joined = join(before, record)
      if (joined.cells.length === this.#width) return void this.#out.push(joined)
      this.#out.push(before)
    }
    if (crlf || !this.#crlf || record.cells.length === 0) return void this.#out.push(record)
    if (record.cells.length < this.#width) this.#short = record
    else this.#out.push({ ...record, remark: record.remark ?? 'row.bare-lf' })
  }

  #flushShort(): void {
    if (this.#short !== undefined) this.#out.push(this.#short)
    this.#short = undefined
  }
}

function join(first: SourceRow, second: SourceRow): SourceRow {
  const cells = [...first.cells]
  const last = cells.pop()
  const [next = '', ...others] = second.cells
  return { row: first.row, cells: [...cells, `${last ?? ''}${next}`, ...others], remark: 'row.bare-lf' }
}

/** RFC 4180 with tolerance: a quote inside an unquoted cell is a letter. Undefined where a quoted cell does not end. */
function splitQuoted(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      at += 1
      for (;;) {
        const quote = text.indexOf('"', at)
        if (quote < 0) return undefined
        cell += text.slice(at, quote)
        at = quote + 1
        if (text[at] !== '"') break
        cell += '"'
        at += 1
      }
    }
    const end = text.indexOf(delimiter, at)
    cells.push(cell + text.slice(at, end < 0 ? undefined : end))
    if (end < 0) return cells
    at = end + 1
  }
}

/** Decodes and cuts a stream of bytes; memory stays at one piece of the file whatever its length. */
export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<SourceRow[]> {
  const records = new CsvRecords()
  let decoder: { write(bytes: Buffer): string; end(): string | undefined } | undefined
  let head = Buffer.alloc(0)
  let isFirst = true
  const emit = (text: string): SourceRow[] => {
    const plain = isFirst ? text.replace(/^\ufeff/, '') : text
    if (text !== '') isFirst = false
    return records.push(plain)
  }
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      head = Buffer.concat([head, chunk])
      if (head.length < 65_536) continue
      decoder = iconv.getDecoder(detectEncoding(head))
      yield emit(decoder.write(head))
    } else yield emit(decoder.write(chunk))
  }
  if (decoder === undefined) {
    decoder = iconv.getDecoder(detectEncoding(head))
    yield emit(decoder.write(head))
  }
  yield emit(decoder.end() ?? '')
  yield records.end()
}
