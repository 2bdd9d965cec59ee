import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { migrate, migrationsFolder, readMigrations } from './migrate.ts'

async function copyOfMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'luckygas-migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(migrationsFolder, folder, { recursive: true })
  return folder
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

test('[S16] every table has a retention class, and every class names a table', async () => {
  const { db } = await testDatabase()
  const tables = (await db.introspection.getTables())
    .map(table => table.name)
    .filter(name => name !== 'schema_migration' && !/^position_\d/.test(name))
  const classed = (await db.selectFrom('retention').select('table_name').execute()).map(row => row.table_name)
  expect(classed.sort()).toEqual(tables.sort())
})
