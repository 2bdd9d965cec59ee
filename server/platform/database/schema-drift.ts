import type pg from 'pg'
import { openDirectConnection } from './database.ts'
import { migrationsFolder, readMigrations } from './migrate.ts'
import { isOnce, planOf } from './migrate-plan.rules.ts'

/** Where the database differs from what its migrations make. */
export interface Drift {
  /** `column customer.short_name`, `index order_open`, `trigger site.search_new` … */
  what: string
  /** What the migrations make there; null where they make nothing. */
  expected: string | null
  /** What is there; null where nothing is. */
  found: string | null
}

const scratch = 'luckygas_drift'

/**
 * Holds the schema against what its applied migrations make: they are carried out once more on empty tables in a schema
 * of their own, inside a transaction that is rolled back. Needs nothing kept from before, works on any release of
 * PostgreSQL, and takes a second or two; no table of the company is touched.
 */
export async function findDrift(connectionString: string, folder = migrationsFolder): Promise<Drift[]> {
  const client = await openDirectConnection(connectionString)
  // A connection that is cut fails the query; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    const { rows } = await client.query<{ name: string }>(
      'select name from schema_migration where is_backfilled order by name limit 10000',
    )
    const applied = new Set(rows.map(row => row.name))
    await client.query('begin')
    const found = await describeSchema(client, 'public')
    await client.query(`create schema ${scratch}`)
    await client.query(`set local search_path = ${scratch}`)
    for (const { name, sql } of await readMigrations(folder)) {
      if (!applied.has(name)) continue
      const plan = planOf(name, sql)
      await client.query(
        plan.kind === 'transaction'
          ? [plan.structure, ...plan.backfills.filter(isOnce)].join(';\n')
          : plan.statements.join(';\n').replace(/concurrently/gi, ''),
      )
    }
    return compare(await describeSchema(client, scratch), found)
  } finally {
    // Ends the transaction with it.
    await client.end()
  }
}

/** What is known to both and alike is left out; the rest in the order of its names. */
function compare(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): Drift[] {
  const drift: Drift[] = []
  for (const what of [...new Set([...expected.keys(), ...found.keys()])].sort()) {
    const [wanted, there] = [expected.get(what) ?? null, found.get(what) ?? null]
    if (wanted !== there) drift.push({ what, expected: wanted, found: there })
  }
  // A table too many or too few says it all; its columns and indexes would only repeat it.
  const tables = drift
    .filter(each => each.what.startsWith('table '))
    .map(each => each.what.slice('table '.length))
  return drift.filter(each => !tables.some(table => each.what.split(' ')[1]?.startsWith(`${table}.`)))
}

/** One line for people. */
export function wordsOfDrift({ what, expected, found }: Drift): string {
  if (found === null) return `${what} is missing`
  if (expected === null) return `${what} was added by hand`
  return `${what} is "${found}", the migrations say "${expected}"`
}

/** Tables that others keep, and the partitions that each day brings. */
const ours = `c.relnamespace = to_regnamespace($1) and not c.relispartition and c.relname <> 'schema_migration'
  and not exists (select 1 from pg_depend x where x.objid = c.oid and x.deptype = 'e')`

/** Everything a migration makes, by name, as PostgreSQL words it. */
async function describeSchema(client: pg.Client, schema: string): Promise<Map<string, string>> {
  await client.query(`set local search_path = ${schema}`)
  const { rows } = await client.query<{ what: string; words: string | null }>(
    `select 'table ' || c.relname as what, c.relkind::text as words from pg_class c
       where ${ours} and c.relkind in ('r', 'p', 'v', 'm')
     union all select 'sequence ' || c.relname, '' from pg_class c where ${ours} and c.relkind = 'S'
     union all select 'column ' || c.relname || '.' || a.attname,
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
           nullif(a.attgenerated::text, ''), nullif(a.attidentity::text, ''), pg_get_expr(d.adbin, d.adrelid))
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where ${ours} and c.relkind in ('r', 'p')
     union all select 'index ' || c.relname || '.' || i.relname, pg_get_indexdef(i.oid)
         || case when x.indisvalid then '' else ' (invalid)' end
       from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid where ${ours}
     union all select 'constraint ' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
       from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype not in ('n', 't') where ${ours}
     union all select 'trigger ' || c.relname || '.' || t.tgname,
         pg_get_triggerdef(t.oid, true) || case t.tgenabled when 'O' then '' else ' (' || t.tgenabled::text || ')' end
       from pg_class c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal where ${ours}
     union all select 'function ' || f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')',
         md5(concat_ws(' ', pg_get_function_result(f.oid), f.prosrc, pg_get_function_sqlbody(f.oid), f.provolatile::text))
       from pg_proc f where f.pronamespace = to_regnamespace($1)
         and not exists (select 1 from pg_depend x where x.objid = f.oid and x.deptype = 'e')`,
    [schema],
  )
  return new Map(rows.map(row => [row.what, (row.words ?? '').replaceAll(`${schema}.`, '')]))
}
