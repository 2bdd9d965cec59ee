import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { makePostgresSearch } from '../../ports/search/search.postgres.ts'
import { get, testApp } from '../../testkit/test-app.ts'
import { foundTestCompany } from '../../testkit/test-company.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { runIntegrity } from '../integrity/integrity.api.ts'
import { makeSearch, searchCheckCommand, searchRebuildCommand, withSearchLater } from './search.api.ts'
import { foldText } from './search.rules.ts'

const now = '2026-11-22T01:00:00Z'

async function searchFixture() {
  const { db } = await testDatabase()
  const company = await foundTestCompany(db, { drivers: 2, sites: 3 })
  const [first] = company.sites
  if (!first) throw new Error('no site')
  const app = await testApp({
    db,
    clock: settableClock(now),
    routes: makeSearch({ index: makePostgresSearch({ db }) }).routes,
  })
  const answerOf = async (q: string, role: string) => {
    const answer = await get(app, `/api/search?q=${encodeURIComponent(q)}`, role)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer
  }
  const find = async (q: string, role = 'office') =>
    (await answerOf(q, role)).json<{
      found: { kind: string; key: string; title: string; because: string | null; isClosed: boolean }[]
      phone: string | null
    }>()
  const keysOf = async (q: string, role?: string) =>
    (await find(q, role)).found.map(({ kind, key }) => `${kind} ${key}`)
  return { db, company, first, app, find, keysOf }
}

/** An order straight into its table. */
async function addOrder(db: Database, siteId: string, depotId: string, number: number): Promise<string> {
  const id = crypto.randomUUID()
  await sql`insert into sales_order (id, number, site_id, depot_id, source, state, requested_on, note, created_at, updated_at)
    values (${id}, ${number}, ${siteId}, ${depotId}, 'phone', 'confirmed', '2026-11-23', '放後門', ${now}, ${now})`.execute(
    db,
  )
  await sql`insert into order_line (order_id, product_code, quantity, unit_price_ntd) values (${id}, '20', 1, 820)`.execute(
    db,
  )
  return id
}

test('[A5] who has just saved finds it at once: names, phones, addresses, contacts, notes, states', async () => {
  const { db, company, first, find, keysOf } = await searchFixture()
  const { code, customerId } = first
  await db.updateTable('customer').set({ short_name: '臺灣羊肉爐' }).where('id', '=', customerId).execute()
  expect(await keysOf('台灣')).toEqual([`customer ${code}`])
  await db
    .insertInto('phone')
    .values({ digits: '0900000777', customer_id: customerId, label: '老闆娘' })
    .execute()
  expect(await find('000-0777')).toMatchObject({ found: [{ key: code, because: '0900000777' }], phone: null })
  expect((await find('0900-000-777')).phone).toBe('0900000777')
  expect(await keysOf('闆娘')).toEqual([`customer ${code}`])
  await db
    .updateTable('site')
    .set({ address: '台東縣關山鎮中華路９９號', contact_name: '阿嬤' })
    .where('id', '=', first.id)
    .execute()
  expect(await keysOf('阿嬤')).toEqual([`customer ${code}`])
  expect(await keysOf('關山 99號')).toEqual([`customer ${code}`])
  await db.deleteFrom('phone').where('digits', '=', '0900000777').execute()
  expect(await keysOf('0777')).toEqual([])
  const orderId = await addOrder(db, first.id, company.depotId, 55_123)
  expect(await keysOf('55123')).toEqual(['order 55123'])
  expect(await keysOf('後門')).toEqual(['order 55123'])
  expect(await keysOf('羊肉')).toEqual([`customer ${code}`, 'order 55123'])
  await db.updateTable('sales_order').set({ state: 'cancelled' }).where('id', '=', orderId).execute()
  expect((await find('55123')).found[0]?.isClosed).toBe(true)
  await db.updateTable('customer').set({ short_name: '改名餐廳' }).where('id', '=', customerId).execute()
  expect(await keysOf('改名')).toEqual([`customer ${code}`, 'order 55123'])
  expect((await runIntegrity(db)).checks.filter(check => !check.isClean)).toEqual([])
})

test('[A5] two people change parts of one customer at once and neither change is lost to the search', async () => {
  const { db, first, keysOf } = await searchFixture()
  const { code, customerId } = first
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  let changed = () => {}
  const hasChanged = new Promise<void>(resolve => {
    changed = resolve
  })
  const one = db.transaction().execute(async tx => {
    await tx.updateTable('site').set({ contact_name: '王先生' }).where('id', '=', first.id).execute()
    changed()
    await held
  })
  await hasChanged
  const two = db
    .insertInto('phone')
    .values({ digits: '0900000888', customer_id: customerId, label: '' })
    .execute()
  const waits = async () =>
    (
      await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
        db,
      )
    ).rows.length
  await expect.poll(waits, { timeout: 5_000 }).toBe(1)
  release()
  await Promise.all([one, two])
  expect(await keysOf('王先生')).toEqual([`customer ${code}`])
  expect(await keysOf('0888')).toEqual([`customer ${code}`])
})

test('[A5] a rolled back change is not found', async () => {
  const { db, first, keysOf } = await searchFixture()
  const undone = db.transaction().execute(async tx => {
    await tx
      .updateTable('customer')
      .set({ short_name: '沒存成' })
      .where('id', '=', first.customerId)
      .execute()
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await keysOf('沒存')).toEqual([])
})

test('[A5] [N1] people, trucks and sizes are found by those who may read them, and drivers may not search', async () => {
  const { company, app, keysOf, db } = await searchFixture()
  await sql`update app_user set login = 'ah-hsing' where id = ${company.drivers[0]?.userId}`.execute(db)
  expect(await keysOf('ah-hsing', 'office')).toEqual([])
  expect(await keysOf('ah-hsing', 'super_admin')).toEqual(['user ah-hsing'])
  const { plate } = await db.selectFrom('vehicle').select('plate').orderBy('plate').executeTakeFirstOrThrow()
  expect(await keysOf(plate.toLowerCase().replaceAll('-', ''))).toContain(`vehicle ${plate}`)
  expect(await keysOf('好運20')).toEqual(['cylinder-type H20'])
  expect((await get(app, '/api/search?q=好運', 'driver')).statusCode).toBe(403)
  expect((await get(app, '/api/search?q=', 'office')).statusCode).toBe(400)
})

test('[A5] [S21] what drifted is found by integrity and put right by the rebuild', async () => {
  const { db, keysOf } = await searchFixture()
  await sql`delete from search_document where kind = 'vehicle'`.execute(db)
  await sql`update search_document set title = '壞' where kind = 'customer'`.execute(db)
  await sql`update search_document set id = gen_random_uuid() where kind = 'driver'`.execute(db)
  const findings =
    (await runIntegrity(db)).checks.find(check => check.name === 'search.documents-agree')?.findings ?? []
  expect(new Set(findings.map(finding => finding.what))).toEqual(
    new Set(['document-missing', 'document-differs', 'document-orphan']),
  )
  const checked = await searchCheckCommand(db, undefined, new Date(now))
  expect(checked).toMatchObject({ exit: 2, json: { isClean: false, wrong: findings.length, engine: null } })
  const { json } = await searchRebuildCommand(db)
  expect(json.wrong).toBe(findings.length)
  expect((await runIntegrity(db)).isClean).toBe(true)
  expect((await searchRebuildCommand(db)).json).toEqual({ ...json, wrong: 0, copied: null })
  expect((await searchCheckCommand(db, undefined, new Date(now))).exit).toBe(0)
  expect(await keysOf('測試')).not.toEqual([])
})

test('[A5] the database folds as the program does', async () => {
  const { db } = await testDatabase()
  const said = [
    '臺号號峯裏衞鷄麵煑豊啓羣',
    'ＡＢＣ－１２３',
    '(０８９) 000-456',
    '㍿ ﾊﾝｶｸ ① ㎏',
    '幸福^小|吃#1',
    'i ÀÉ ß',
  ]
  for (const each of said) {
    const { rows } = await sql<{ folded: string }>`select search_fold(${each}) as folded`.execute(db)
    expect(foldText(each), each).toBe(rows[0]?.folded)
  }
})

test('[A5] what an import changes is found after it as after any other change, and not at all when it is undone', async () => {
  const { db, keysOf } = await searchFixture()
  const rename = (name: string, isUndone: boolean) =>
    db.transaction().execute(tx =>
      withSearchLater(tx, async () => {
        await tx.updateTable('customer').set({ short_name: name }).execute()
        await tx
          .updateTable('customer')
          .set({ short_name: `${name}號` })
          .execute()
        if (isUndone) throw new Error('undone')
      }),
    )
  await expect(rename('錦繡', true)).rejects.toThrow('undone')
  expect(await keysOf('錦繡')).toEqual([])
  await rename('錦繡', false)
  expect((await keysOf('錦繡號')).length).toBeGreaterThan(2)
  expect((await runIntegrity(db)).isClean).toBe(true)
})
