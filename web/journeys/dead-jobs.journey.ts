import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readPostmasterFile } from '../../server/platform/embedded-postgres/postmaster-file.ts'
import { openBrowser } from './browser.ts'
import { faultsOf, openDesk, type Scene } from './cast.ts'
import { type DemoCompany, demoCompany } from './demo-stage.ts'

let company: DemoCompany
let browser: Browser
let scene: Scene
beforeAll(async () => {
  ;[company, browser] = await Promise.all([demoCompany(inject('demoNote')), openBrowser()])
  scene = { browser, ...company }
})
afterAll(() => browser?.close())

const failure = 'the disk was full'

/** A job that has failed for good, as it would lie there after three tries. */
async function leaveDeadJob(dataFolder: string): Promise<void> {
  const password = readFileSync(join(dataFolder, 'secrets', 'postgres-superuser'), 'utf8')
  const port = readPostmasterFile(join(dataFolder, 'postgres'))?.port
  const connectionString = `postgresql://luckygas:${encodeURIComponent(password)}@127.0.0.1:${port}/luckygas`
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const name = 'tracking.prepare-days'
    const { rows } = await client.query<{ id: string }>(
      `select id::text from graphile_worker.add_job($1, payload => '{}'::json, run_at => now() + interval '1 hour',
         max_attempts => 3, flags => array[$1])`,
      [name],
    )
    await client.query(
      `update graphile_worker._private_jobs set attempts = max_attempts, run_at = now(), last_error = $2 where id = $1`,
      [rows[0]?.id, failure],
    )
  } finally {
    await client.end()
  }
}

test('[S19] who answers for the program sees a job that failed for good, and why, and has it done again', async () => {
  await leaveDeadJob(company.dataFolder)
  const admin = company.logins.find(({ role }) => role === 'super_admin')
  if (!admin) throw new Error('the demo company has no super_admin')
  const page = await openDesk(scene, admin)
  await page.goto('/settings/jobs')
  const row = page.locator('li.job', { hasText: failure })
  await row.waitFor()
  expect(await row.textContent()).toMatch(/失敗.*準備軌跡資料表.*第 3 次，共 3 次/s)
  await row.getByRole('button', { name: '重做' }).click()
  const sheet = page.getByRole('dialog')
  expect(await sheet.textContent()).toContain('重做「準備軌跡資料表」？')
  await sheet.getByRole('button', { name: '重做' }).click()
  await page.getByText('已重新排入。').waitFor()
  await row.waitFor({ state: 'detached' })
  expect(faultsOf.get(page.context())).toEqual([])
  await page.context().close()
})
