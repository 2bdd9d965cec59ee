import { expect, test } from 'vitest'
import { quickRefresh } from './landed-backfills.rules.ts'
import { readMigrations } from './migrate.ts'
import { planOf } from './migrate-plan.rules.ts'
import { unsafeStatements } from './migration-safety.rules.ts'

/** Landed before the rule and can no longer change; `npm run drill -- migrations` says how long each holds people up. */
const landed = new Set([
  // Their texts validate and index within their lock; landed-backfills.rules.ts does that after it.
  '0028-counter-sales.sql',
  '0038-order-payment-collection.sql',
])

test('[S16] no migration from 0028 on makes people wait while it goes over a large table', async () => {
  const young = (await readMigrations()).filter(({ name }) => name >= '0028' && !landed.has(name))
  expect(young.length).toBeGreaterThan(0)
  expect(young.flatMap(({ name, sql }) => unsafeStatements(sql).map(each => `${name}: ${each}`))).toEqual([])
  const older = (await readMigrations()).filter(({ name }) => landed.has(name))
  expect(older.every(({ sql }) => unsafeStatements(sql).length > 0)).toBe(true)
})

test('[S16] what would block is named, with the way that does not', () => {
  const unsafe = [
    'create index a on sales_order (note)',
    'CREATE UNIQUE INDEX a ON delivery\n (note)',
    'alter table delivery add constraint c check (note is not null)',
    'alter table only delivery add foreign key (site_id) references site (id)',
    'alter table sales_order alter column note set not null',
    'alter table stop alter column trip type bigint',
    'alter table sales_order add column a text generated always as (note) stored',
    'alter table sales_order add column a uuid default gen_random_uuid()',
    "update sales_order set note = ''",
    'delete from audit',
    'insert into x select id from delivery',
    'truncate outbox_event',
  ]
  for (const statement of unsafe) expect(unsafeStatements(`${statement};`), statement).toHaveLength(1)
  expect(unsafeStatements(unsafe[0] as string)[0]).toContain('concurrently')
  expect(
    unsafeStatements(
      'alter table delivery add constraint c check (a) not valid; alter table delivery validate constraint c;',
    ),
  ).toHaveLength(1)
})

test('[S16] what does not block is let pass', () => {
  const safe = [
    '-- concurrently\ncreate index concurrently a on sales_order (note);',
    'create index a on depot (name);',
    "alter table sales_order add column a text not null default '';",
    'alter table delivery add constraint c check (a) not valid;',
    'alter table delivery validate constraint c;',
    "alter table depot alter column name set not null; update depot set name = '';",
    '-- update sales_order\ncreate function f() returns void language plpgsql as $$ begin update sales_order set a = 1; end $$;',
    'alter table sales_order add column a text;\n-- backfill\nupdate sales_order set a = 1;',
  ]
  for (const sql of safe) expect(unsafeStatements(sql), sql).toEqual([])
})

test('[S16] a migration says how it is carried out', async () => {
  expect(planOf('1.sql', 'select 1;')).toEqual({ kind: 'transaction', structure: 'select 1;', backfills: [] })
  expect(planOf('1.sql', '-- concurrently\n-- why\nselect 1;\nselect\n2;\n')).toEqual({
    kind: 'concurrent',
    statements: ['select 1', 'select\n2'],
    backfills: [],
  })
  expect(planOf('1.sql', 'select 1;\n-- backfill: in bits\nselect 2;')).toEqual({
    kind: 'transaction',
    structure: 'select 1;\n',
    backfills: ['select 2'],
  })
  expect(() => planOf('0020-search.sql', 'select 1;')).toThrow('does not hold')
})

test('[S16] a landed migration does otherwise only what would hold people up, and ends at the same schema', async () => {
  const texts = new Map((await readMigrations()).map(({ name, sql }) => [name, sql]))
  const plan = (name: string) => {
    const sql = texts.get(name) ?? ''
    const found = planOf(name, sql)
    if (found.kind !== 'transaction') throw new Error(`${name} has no structure`)
    return { sql, ...found }
  }
  const search = plan('0020-search.sql')
  expect(search.structure).not.toContain('insert into search_document (kind, id, drawer')
  expect(search.structure.endsWith(quickRefresh)).toBe(true)
  expect(search.sql.startsWith(search.structure.slice(0, -quickRefresh.length))).toBe(true)
  expect(search.backfills).toEqual([])
  // Whatever stands in between, 0042 has the last word, and it is the same.
  expect(texts.get('0042-search-refresh.sql')).toContain(quickRefresh)

  const tokens = plan('0021-search-tokens.sql')
  expect(tokens.structure).not.toContain('update search_document')
  expect(tokens.backfills.every(statement => statement.includes('$1'))).toBe(true)

  const feed = plan('0033-search-feed.sql')
  expect(feed.structure).toContain('create trigger search_noted_gone')
  expect(feed.structure).not.toContain('analyze')
  expect(feed.backfills).toEqual(['analyze search_document (tokens)'])

  for (const name of landed) {
    const { sql, structure, backfills } = plan(name)
    expect(sql.startsWith(structure)).toBe(true)
    expect(structure).not.toMatch(/^alter table \w+ validate constraint|^create unique index/m)
    // The same statements, and no other; made so that they may be repeated.
    const same = backfills.map(each => each.replace(' if not exists', ''))
    expect(
      sql
        .slice(structure.length)
        .trim()
        .split(/;(?:\n|$)/)
        .filter(Boolean),
    ).toEqual(same)
  }
})
