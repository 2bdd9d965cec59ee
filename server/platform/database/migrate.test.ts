import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { migrate, migrationsFolder, readMigrations } from './migrate.ts'

async function copyOfMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'luckygas-migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(migrationsFolder, folder, { recursive: true })
  return folder
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** A database in which nothing is yet. */
async function emptyDatabase(): Promise<{ connectionString: string }> {
  const { connectionString, db } = await testDatabase()
  await sql`drop schema public cascade`.execute(db)
  await sql`create schema public`.execute(db)
  return { connectionString }
}

test('[S16] migrating again applies nothing', async () => {
  const { connectionString } = await testDatabase()
  expect(await migrate(connectionString)).toEqual([])
})

test('[S16] a migration that was changed after it was applied stops the start', async () => {
  const { connectionString } = await testDatabase()
  const folder = await copyOfMigrations()
  const first = join(folder, (await readMigrations())[0]?.name ?? '')
  await writeFile(first, `${await readFile(first, 'utf8')}\n-- changed`)
  await expect(migrate(connectionString, folder)).rejects.toThrow('was changed after it was applied')
})

test('[S16] a migration that fails leaves the schema as it was and names itself', async () => {
  const { connectionString, db } = await testDatabase()
  const folder = await copyOfMigrations()
  await writeFile(join(folder, '9999-broken.sql'), 'create table half_built (id int); select 1 / 0;')
  await expect(migrate(connectionString, folder)).rejects.toThrow('9999-broken.sql')
  const tables = await db.introspection.getTables()
  expect(tables.map(table => table.name)).not.toContain('half_built')
})

test('[S16] a program older than the database refuses to start', async () => {
  const { connectionString } = await testDatabase()
  const folder = await copyOfMigrations()
  const last = (await readMigrations()).at(-1)?.name ?? ''
  await rm(join(folder, last))
  await expect(migrate(connectionString, folder)).rejects.toThrow('does not know')
})

test('[S16] two processes that start at once on an empty database migrate it once, an index built concurrently included', async () => {
  const { connectionString } = await emptyDatabase()
  const folder = await copyOfMigrations()
  await writeFile(
    join(folder, '9998-index.sql'),
    '-- concurrently\ndrop index concurrently if exists order_seen;\ncreate index concurrently order_seen on sales_order (updated_at);\n',
  )
  const applied = await Promise.all([1, 2, 3].map(() => migrate(connectionString, folder)))
  const names = (await readMigrations(folder)).map(migration => migration.name)
  expect(applied.map(each => each.length).sort()).toEqual([0, 0, names.length].sort())
  expect(applied.flat()).toEqual(names)
})

test('[S16] a migration that cannot have its lock gives way, and is done when it can', async () => {
  const { connectionString } = await testDatabase()
  const folder = await copyOfMigrations()
  await writeFile(join(folder, '9997-column.sql'), 'alter table depot add column colour text;')
  const [reader, writer] = await Promise.all([connect(connectionString), connect(connectionString)])
  await reader.query('begin; select 1 from depot')
  const migrating = migrate(connectionString, folder)
  // While somebody reads for long, the alteration must not make everybody else queue behind itself.
  for (let at = 0; at < 3; at++) {
    await sleep(400)
    await writer.query("set statement_timeout = '5s'; update depot set name = name")
  }
  await reader.query('commit')
  expect(await migrating).toEqual(['9997-column.sql'])
})

test('[S16] a vacuum of the database’s own, which gives way only to who has waited a second, starves no migration', async () => {
  const { connectionString } = await testDatabase()
  const folder = await copyOfMigrations()
  await writeFile(join(folder, '9997-column.sql'), 'alter table depot add column colour text;')
  const [vacuum, watcher] = await Promise.all([connect(connectionString), connect(connectionString)])
  await vacuum.query('begin; lock table depot in share update exclusive mode')
  const migrating = migrate(connectionString, folder)
  const isWaitedForLong = async () => {
    const { rowCount } = await watcher.query(
      `select from pg_locks where relation = 'depot'::regclass and not granted
         and clock_timestamp() - waitstart >= interval '1 second'`,
    )
    return rowCount === 1
  }
  await expect.poll(isWaitedForLong, { timeout: 60_000, interval: 50 }).toBe(true)
  await vacuum.query('rollback')
  expect(await migrating).toEqual(['9997-column.sql'])
})

test('[S16] a backfill that was interrupted goes on at the next start, before what comes after it', async () => {
  const { connectionString } = await testDatabase()
  const folder = await copyOfMigrations()
  const backfill = (bit: string) => `alter table product add column shout text;
-- backfill: in bits of four
with bit as (select code from product where $1::text is null or code > $1 order by code limit 4),
  changed as (update product set shout = ${bit} from bit where bit.code = product.code)
select max(code) as last from bit;
`
  await writeFile(join(folder, '9998-shout.sql'), backfill("(20 / (product.sort - 9))::text || '!'"))
  await expect(migrate(connectionString, folder)).rejects.toThrow('9998-shout.sql')
  const client = await connect(connectionString)
  const state = async () =>
    (
      await client.query(
        `select (select count(*)::int from product where shout is null) as missing, is_backfilled
         from schema_migration where name = '9998-shout.sql'`,
      )
    ).rows[0]
  const half = await state()
  expect(half.is_backfilled).toBe(false)
  expect(half.missing).toBeGreaterThan(0)
  expect(half.missing).toBeLessThan(16)
  await client.query('update product set sort = sort + 100')
  expect(await migrate(connectionString, folder)).toEqual(['9998-shout.sql'])
  expect(await state()).toEqual({ missing: 0, is_backfilled: true })
})

test('[S16] every table has a retention class, and every class names a table', async () => {
  const { db } = await testDatabase()
  const tables = (await db.introspection.getTables())
    .map(table => table.name)
    .filter(name => name !== 'schema_migration' && !/^position_\d/.test(name))
  const classed = (await db.selectFrom('retention').select('table_name').execute()).map(row => row.table_name)
  expect(classed.sort()).toEqual(tables.sort())
})
