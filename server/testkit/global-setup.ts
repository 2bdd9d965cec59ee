import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the throw-away cluster; its database `luckygas_template` is migrated and never written to. */
    postgresUrl: string
  }
}

/** One real PostgreSQL for the whole test run; every test database is cloned from its migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-test-'))
  const cluster = await startEmbeddedPostgres({
    dataFolder: folder,
    isThrowAway: true,
    settings: { max_connections: '200' },
  })
  const admin = new pg.Client({ connectionString: cluster.connectionString })
  await admin.connect()
  await admin.query('create database luckygas_template')
  await admin.end()
  const template = new URL(cluster.connectionString)
  template.pathname = '/luckygas_template'
  await migrate(template.href)
  project.provide('postgresUrl', cluster.connectionString)
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
