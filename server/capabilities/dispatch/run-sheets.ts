import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { Board } from '../../../contract/endpoints/dispatch.ts'
import { cylinderTypes, formatCylinders, products } from '../../../contract/kernel/cylinders.ts'
import { formatMinute, formatRoc } from '../../../contract/kernel/dates.ts'
import type { Download } from '../../platform/http/route.ts'
import { runNotFound } from './dispatch.errors.ts'

type Run = Board['runs'][number]
type Stop = Board['stops'][number]

const fontFiles = createRequire(import.meta.url)
const regular = fontFiles.resolve('@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf')
const bold = fontFiles.resolve('@expo-google-fonts/noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf')

const page = { width: 595.28, height: 841.89, margin: 34 }
const rowHeight = 34
/** Columns of a sheet, left to right, in points. */
const columns = [
  { title: '站', width: 24 },
  { title: '預計', width: 40 },
  { title: '客戶', width: 128 },
  { title: '地址', width: 136 },
  { title: '送滿', width: 62 },
  { title: '收空', width: 50 },
  { title: '收貨時段', width: 52 },
  { title: '簽收', width: 35 },
] as const

/** 派遣單: one run a page (more when it is long), with what to load for each trip in cylinders and kg. */
export async function makeRunSheets(board: Board, runId?: string): Promise<Download> {
  const runs = board.runs.filter(run =>
    runId ? run.id === runId : board.stops.some(stop => stop.runId === run.id),
  )
  if (runs.length === 0) throw runNotFound()
  const document = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    autoFirstPage: false,
    info: { Title: `派遣單 ${formatRoc(board.date)}` },
  })
  document.registerFont('regular', regular)
  document.registerFont('bold', bold)
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>(resolve => document.on('end', resolve))
  for (const run of runs) drawRun(document, board, run)
  document.end()
  await ended
  return {
    contentType: 'application/pdf',
    fileName: `派遣單-${board.date}.pdf`,
    body: Buffer.concat(chunks),
    isInline: true,
  }
}

function drawRun(document: PDFKit.PDFDocument, board: Board, run: Run): void {
  const stops = board.stops
    .filter(stop => stop.runId === run.id)
    .sort((a, b) => a.trip - b.trip || a.position - b.position)
  let y = startPage(document, board, run, 1)
  let number = 0
  let trip = 0
  let pageNumber = 1
  for (const stop of stops) {
    const needed = stop.trip === trip ? rowHeight : rowHeight + 24
    if (y + needed > page.height - page.margin - 16) {
      pageNumber += 1
      y = startPage(document, board, run, pageNumber)
    }
    if (stop.trip !== trip) {
      trip = stop.trip
      y = drawTrip(document, run, trip, y)
    }
    number += 1
    y = drawStop(document, stop, number, y)
  }
  document.font('regular').fontSize(8).fillColor('#4F463B')
  document.text(
    `共 ${number} 站　${(run.metres / 1000).toFixed(1)} 公里　預計回站 ${run.endMinute === null ? '' : formatMinute(run.endMinute)}`,
    page.margin,
    y + 6,
  )
}

function startPage(document: PDFKit.PDFDocument, board: Board, run: Run, pageNumber: number): number {
  document.addPage()
  document
    .fillColor('#1F1A14')
    .font('bold')
    .fontSize(18)
    .text('派遣單', page.margin, page.margin, { lineBreak: false })
  document
    .font('bold')
    .fontSize(13)
    .text(`${run.letter} 車　${run.driverName}`, page.margin + 80, page.margin + 4, { lineBreak: false })
  document.font('regular').fontSize(10)
  document.text(
    `${formatRoc(board.date)}　${board.depot.name}　${run.plate}　${run.vehicleKind === 'truck' ? '汽車' : '機車'}　第 ${pageNumber} 頁`,
    page.margin,
    page.margin + 28,
    { lineBreak: false },
  )
  document.text(`出車 ${formatMinute(run.startMinute)}`, page.width - page.margin - 90, page.margin + 28, {
    width: 90,
    align: 'right',
    lineBreak: false,
  })
  let x: number = page.margin
  const y = page.margin + 48
  document.fontSize(8).fillColor('#695E50')
  for (const column of columns) {
    document.text(column.title, x + 2, y, { width: column.width - 4, lineBreak: false })
    x += column.width
  }
  rule(document, y + 13, 1)
  return y + 16
}

function drawTrip(document: PDFKit.PDFDocument, run: Run, trip: number, y: number): number {
  const load = run.loads.find(candidate => candidate.trip === trip)
  document.rect(page.margin, y, page.width - 2 * page.margin, 20).fill('#EDE7DB')
  document.fillColor('#1F1A14').font('bold').fontSize(10)
  const kilograms = Math.round((load?.gasGrams ?? 0) / 1000)
  document.text(
    `第 ${trip} 趟　裝車 ${load ? formatCylinders(load.out) : ''}　共 ${kilograms.toLocaleString('en-US')} kg`,
    page.margin + 6,
    y + 3,
    { lineBreak: false },
  )
  return y + 24
}

function drawStop(document: PDFKit.PDFDocument, stop: Stop, number: number, y: number): number {
  const cells = [
    { text: String(number), font: 'bold', size: 11 },
    { text: stop.arriveMinute === null ? '' : formatMinute(stop.arriveMinute), font: 'bold', size: 10 },
    {
      text: `${stop.shortName}\n${stop.customerCode}${stop.zone ? `　${stop.zone}` : ''}`,
      font: 'regular',
      size: 9,
    },
    { text: stop.address, font: 'regular', size: 8 },
    { text: pieces(stop, 'fullOut'), font: 'bold', size: 9 },
    { text: pieces(stop, 'emptyIn'), font: 'regular', size: 9 },
    {
      text: stop.windows
        .map(window => `${formatMinute(window.fromMinute)}–${formatMinute(window.toMinute)}`)
        .join('\n'),
      font: 'regular',
      size: 7,
    },
    { text: '', font: 'regular', size: 8 },
  ]
  let x: number = page.margin
  document.fillColor('#1F1A14')
  cells.forEach((cell, index) => {
    const width = columns[index]?.width ?? 0
    document
      .font(cell.font)
      .fontSize(cell.size)
      .text(cell.text, x + 2, y + 3, { width: width - 4, height: rowHeight - 5, ellipsis: true, lineGap: -2 })
    x += width
  })
  rule(document, y + rowHeight - 2, 0.4)
  return y + rowHeight
}

/** `流量50×2` or `20×3`: metered cylinders say so, because nobody pays for them at the door. */
function pieces(stop: Stop, side: 'fullOut' | 'emptyIn'): string {
  return stop.lines
    .filter(line => line[side] > 0)
    .map(
      line =>
        `${products[line.product].method === 'metered' ? '流量' : ''}${cylinderTypes[products[line.product].type].label}×${line[side]}`,
    )
    .join('\n')
}

function rule(document: PDFKit.PDFDocument, y: number, width: number): void {
  document
    .moveTo(page.margin, y)
    .lineTo(page.width - page.margin, y)
    .lineWidth(width)
    .strokeColor('#CABEAC')
    .stroke()
}
