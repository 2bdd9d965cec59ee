import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { searchWords } from '../../server/capabilities/search/search.rules.ts'
import { openDatabase } from '../../server/platform/database/database.ts'
import { migrate } from '../../server/platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { makePostgresSearch } from '../../server/ports/search/search.postgres.ts'
import { inventDocuments, inventQuestions } from './invent-documents.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '350000' },
    questions: { type: 'string', default: '300' },
    keep: { type: 'boolean', default: false },
  },
})
await main(Number(values.documents), Number(values.questions), values.keep)

interface Timing {
  questions: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  worstMs: number
  foundMean: number
}

/** Fills an embedded PostgreSQL with invented documents and times questions of each class, one after the other. */
async function main(documents: number, questions: number, keepsHistory: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-bench-search-'))
  const cluster = await startEmbeddedPostgres({ dataFolder: folder, isThrowAway: true })
  const { db, close } = openDatabase({ connectionString: cluster.connectionString })
  try {
    await migrate(cluster.connectionString)
    const index = makePostgresSearch({ db })
    const began = performance.now()
    const { rows } = await sql<{
      definition: string
    }>`select pg_get_indexdef('search_document_tokens'::regclass) as definition`.execute(db)
    await sql`drop index search_document_tokens`.execute(db)
    for (const batch of inventDocuments(documents)) await index.put(batch)
    await sql.raw(rows[0]?.definition ?? '').execute(db)
    await sql`vacuum analyze search_document`.execute(db)
    const loadSeconds = (performance.now() - began) / 1000
    const classes: Record<string, Timing> = {}
    for (const [name, texts] of Object.entries(inventQuestions(documents, questions))) {
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
      classes[name] = {
        questions: texts.length,
        ...percentiles(times),
        foundMean: round(found / texts.length),
      }
    }
    const report = { documents, loadSeconds: round(loadSeconds), classes }
    process.stdout.write(`${JSON.stringify(report)}\n`)
    if (keepsHistory) keep(report)
  } finally {
    await close()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
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

function keep(report: { documents: number; classes: Record<string, Timing> }): void {
  const file = join(import.meta.dirname, 'history.csv')
  if (!existsSync(file))
    writeFileSync(file, 'date,documents,class,questions,p50_ms,p95_ms,p99_ms,worst_ms,found_mean\n')
  const date = new Date().toISOString().slice(0, 10)
  for (const [name, t] of Object.entries(report.classes))
    appendFileSync(
      file,
      `${date},${report.documents},${name},${t.questions},${t.p50Ms},${t.p95Ms},${t.p99Ms},${t.worstMs},${t.foundMean}\n`,
    )
}
