import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { searchWords } from '../../server/capabilities/search/search.rules.ts'
import type { SearchIndex } from '../../server/ports/search/search.port.ts'
import { enginesUnderTest } from './engines-under-test.ts'
import { inventDocuments, inventQuestions } from './invent-documents.ts'

const { values } = parseArgs({
  options: {
    adapter: { type: 'string', default: 'postgres' },
    documents: { type: 'string', default: '350000' },
    questions: { type: 'string', default: '300' },
    keep: { type: 'boolean', default: false },
  },
})
await main(values.adapter, Number(values.documents), Number(values.questions), values.keep)

interface Timing {
  questions: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  worstMs: number
  foundMean: number
}

interface Report {
  adapter: string
  documents: number
  loadSeconds: number
  /** How busy the machine was when the questions began, and how many cores share it: 1 a core is a machine at work. */
  machineLoad: number
  cores: number
  classes: Record<string, Timing>
}

/** Fills an engine of its own with invented documents and times questions of each class, one after the other. */
async function main(
  adapter: string,
  documents: number,
  questions: number,
  keepsHistory: boolean,
): Promise<void> {
  const start = enginesUnderTest[adapter]
  if (!start) throw new Error(`--adapter may be ${Object.keys(enginesUnderTest).join(' or ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-bench-search-'))
  const engine = await start(folder)
  try {
    const began = performance.now()
    await engine.fill(inventDocuments(documents))
    const loadSeconds = round((performance.now() - began) / 1000)
    const machineLoad = round(loadavg()[0] ?? 0)
    const classes: Record<string, Timing> = {}
    for (const [name, texts] of Object.entries(inventQuestions(documents, questions)))
      classes[name] = await timeQuestions(engine.index, texts)
    const report = { adapter, documents, loadSeconds, machineLoad, cores: cpus().length, classes }
    process.stdout.write(`${JSON.stringify(report)}\n`)
    if (keepsHistory) keep(report)
  } finally {
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timeQuestions(index: SearchIndex, texts: readonly string[]): Promise<Timing> {
  const times: number[] = []
  let found = 0
  for (const text of texts) {
    const asked = performance.now()
    const hits = await index.find({
      ...searchWords(text),
      kinds: ['customer', 'order', 'driver', 'vehicle'],
      limit: 8,
    })
    times.push(performance.now() - asked)
    found += hits.length
  }
  return { questions: texts.length, ...percentiles(times), foundMean: round(found / texts.length) }
}

function percentiles(times: number[]): Omit<Timing, 'questions' | 'foundMean'> {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), worstMs: at(1) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function keep(report: Report): void {
  const file = join(import.meta.dirname, 'history.csv')
  if (!existsSync(file))
    writeFileSync(
      file,
      'date,documents,class,questions,p50_ms,p95_ms,p99_ms,worst_ms,found_mean,adapter,machine_load\n',
    )
  const date = new Date().toISOString().slice(0, 10)
  for (const [name, t] of Object.entries(report.classes))
    appendFileSync(
      file,
      `${date},${report.documents},${name},${t.questions},${t.p50Ms},${t.p95Ms},${t.p99Ms},${t.worstMs},${t.foundMean},${report.adapter},${report.machineLoad}\n`,
    )
}
