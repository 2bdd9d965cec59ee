import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type CellsByHeader,
  cleanCustomer,
  inFileOrder,
} from '../../../tools/dirty-legacy/clean-customers.ts'
import { dirtyCustomers } from '../../../tools/dirty-legacy/dirty-customers.ts'
import { dirtyMembers } from '../../../tools/dirty-legacy/dirty-text-files.ts'
import { customerHeaders } from '../../../tools/dirty-legacy/layouts.ts'
import { seededRandom } from '../../../tools/dirty-legacy/random.ts'
import { workbookFile } from '../../../tools/dirty-legacy/workbook-file.ts'
import { runWrite } from '../../platform/database/write.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { sitePoints } from '../customers/customers.api.ts'
import { geocodeSites } from '../geocoding/geocoding.api.ts'
import { customerRecord } from './customer-record.rules.ts'
import { decideConflict } from './decide-conflict.action.ts'
import { listOpenConflicts } from './import-conflicts.store.ts'
import { exitCodeOf } from './import-file.action.ts'
import { contentOf, importsOn } from './imports.test-support.ts'
import { readCustomers, withFile } from './read-legacy.test-support.ts'

const book = (rows: readonly CellsByHeader[]) =>
  workbookFile({
    rows: new Map([
      [1, customerHeaders],
      ...rows.map((cells, index) => [index + 2, inFileOrder(cells)] as const),
    ]),
  })
const random = seededRandom(1)
const one: CellsByHeader = {
  ...cleanCustomer(1, random),
  區域: '市東',
  地址: '台東縣台東市中山路1號',
  客戶簡稱: '石頭居',
}
const code = String(one.客戶)

describe('importing customers', () => {
  test('[A1] what is stored reads back as the record that the file described', async () => {
    const database = await testDatabase()
    const { deps, importBytes } = await importsOn(database)
    const rows = Array.from({ length: 40 }, (_, index) => cleanCustomer(index + 1, random))
    const bytes = book(rows)
    await importBytes('customers', bytes)
    const { accepted } = await withFile(bytes, readCustomers)
    const stored = await deps.customers.read(
      deps.db,
      accepted.map(row => row.cells.code),
    )
    for (const row of accepted) expect(stored.get(row.cells.code)?.record).toEqual(customerRecord(row.cells))
  })

  test('[A1] the same dirty files again change nothing at all', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    const workbook = dirtyCustomers({ seed: 11, cleanRows: 30 })
    const members = dirtyMembers({ seed: 11, cleanRows: 30 })
    const first = await importBytes('customers', workbook.bytes)
    expect(first.changes).toEqual({ create: workbook.accepted, update: 0, same: 0 })
    expect(first.cylinders).toEqual(workbook.cylinders)
    await importBytes('members', members.bytes)
    const before = await contentOf(database)
    const again = await importBytes('customers', workbook.bytes)
    expect(again.changes).toEqual({ create: 0, update: 0, same: workbook.accepted })
    expect((await importBytes('members', members.bytes)).changes).toEqual({
      create: 0,
      update: 0,
      same: members.accepted,
    })
    expect(await contentOf(database)).toBe(before)
    expect(exitCodeOf(again)).toBe(2)
  })

  test('[A1] a dry run says what the import does, and writes nothing', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    const file = dirtyCustomers({ seed: 12, cleanRows: 5 })
    const before = await contentOf(database)
    const dry = await importBytes('customers', file.bytes, true)
    expect(await contentOf(database)).toBe(before)
    expect(await importBytes('customers', file.bytes)).toEqual(dry)
  })

  test('[A1] a changed cell is written alone; a cell edited here stays; both become a conflict to decide', async () => {
    const database = await testDatabase()
    const { deps, db, request, importBytes } = await importsOn(database)
    await importBytes('customers', book([one]))
    const edit = (short_name: string) =>
      db.updateTable('customer').set({ short_name }).where('code', '=', code).execute()
    await edit('石頭居二店')

    const other = await importBytes('customers', book([{ ...one, 區域: '市西' }]))
    expect(other.changes).toEqual({ create: 0, update: 1, same: 0 })
    const afterOther = (await deps.customers.read(db, [code])).get(code)?.record
    expect(afterOther).toMatchObject({ shortName: '石頭居二店', site: { zone: '市西' } })

    const both = await importBytes('customers', book([{ ...one, 區域: '市西', 客戶簡稱: '石頭居本店' }]))
    expect(both.changes).toEqual({ create: 0, update: 0, same: 1 })
    expect(both.warnings).toEqual([
      { row: 2, column: '客戶簡稱', code: 'cell.edited-here', value: '石頭居本店' },
    ])
    const [conflict] = await listOpenConflicts(db, undefined, 10)
    expect(conflict).toMatchObject({ key: 'shortName', ours: '石頭居二店', theirs: '石頭居本店' })
    expect((await deps.customers.read(db, [code])).get(code)?.record.shortName).toBe('石頭居二店')

    await runWrite(deps, request, context =>
      decideConflict(deps, context, { id: conflict?.id ?? '', decision: 'take' }),
    )
    expect((await deps.customers.read(db, [code])).get(code)?.record.shortName).toBe('石頭居本店')
    expect(await listOpenConflicts(db, undefined, 10)).toEqual([])
    await expect(
      runWrite(deps, request, context =>
        decideConflict(deps, context, { id: conflict?.id ?? '', decision: 'keep' }),
      ),
    ).rejects.toMatchObject({ code: 'imports.conflict-decided' })
  })

  test('[A1] a cell that became unreadable keeps what was there', async () => {
    const database = await testDatabase()
    const { deps, db, importBytes } = await importsOn(database)
    await importBytes('customers', book([one]))
    const again = await importBytes(
      'customers',
      book([{ ...one, 月配送量: { error: '#REF!' }, 公休日: '看心情' }]),
    )
    expect(again.changes).toEqual({ create: 0, update: 0, same: 1 })
    const { site } = (await deps.customers.read(db, [code])).get(code)?.record ?? {}
    expect(site?.snapshot.monthlyGrams).toBe(Math.round(Number(one.月配送量) * 1000))
  })

  test('[A1] opening balances equal the declared cylinders, size by size, and open once', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    const file = dirtyCustomers({ seed: 13, cleanRows: 50 })
    const { cylinders } = await importBytes('customers', file.bytes)
    const held = async () => {
      const { rows } =
        await database.pool.query(`select (type.gas_grams / 1000)::text as size, sum(balance.quantity)::integer as count
        from cylinder_balance balance join cylinder_account account on account.id = balance.account_id
        join cylinder_type type on type.code = balance.cylinder_type where account.kind = 'site' group by 1`)
      return Object.fromEntries(rows.map(row => [row.size, row.count]))
    }
    expect(await held()).toEqual(cylinders)
    await importBytes('customers', book([{ ...one, 系統上鋼瓶數量: '4*9', '4KG': 9 }]))
    expect((await held())['4']).toBeGreaterThanOrEqual(cylinders['4'] ?? 0)
    const before = await held()
    await importBytes('customers', book([{ ...one, 系統上鋼瓶數量: '4*8', '4KG': 8 }]))
    expect(await held()).toEqual(before)
  })

  test('[A1] a file that is no customer list is refused with the headers it lacks', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    await expect(importBytes('customers', Buffer.from('a,b\r\n1,2\r\n'))).rejects.toMatchObject({
      code: 'imports.header-missing',
      options: { params: { columns: '客戶' } },
    })
    await expect(importBytes('customers', Buffer.from('PK\x03\x04 no zip'))).rejects.toMatchObject({
      code: 'imports.file-damaged',
    })
    await expect(importBytes('customers', Buffer.alloc(0))).rejects.toMatchObject({
      code: 'imports.file-empty',
    })
  })

  test('[A7] every imported site has a point that says how precise it is; a pin that staff set is kept', async () => {
    const database = await testDatabase()
    const { deps, db, importBytes } = await importsOn(database)
    const village: CellsByHeader = { ...cleanCustomer(2, random), 地址: '臺東縣鹿野鄉龍田村光榮路５號' }
    const nowhere: CellsByHeader = { ...cleanCustomer(3, random), 地址: '自取' }
    await importBytes('customers', book([one, village, nowhere]))
    const sites = () =>
      db
        .selectFrom('site')
        .select(['address', 'point_source', 'point_precision_metres', 'latitude', 'town_code'])
        .innerJoin('customer', 'customer.id', 'site.customer_id')
        .orderBy('customer.code')
        .execute()
    const [first, second, third] = await sites()
    expect(first).toMatchObject({ point_source: 'town-centroid', town_code: '10014010' })
    expect(second).toMatchObject({ point_source: 'village-centroid', town_code: '10014050' })
    expect(second?.point_precision_metres).toBeLessThan(first?.point_precision_metres ?? 0)
    expect(third).toMatchObject({ point_source: null, latitude: null })

    await db
      .updateTable('site')
      .set({ point_source: 'staff', latitude: 22.7, longitude: 121.1 })
      .where('address', '=', '台東縣台東市中山路1號')
      .execute()
    await importBytes('customers', book([{ ...one, 地址: '台東縣卑南鄉中山路1號' }, village, nowhere]))
    expect((await sites())[0]).toMatchObject({
      address: '台東縣卑南鄉中山路1號',
      point_source: 'staff',
      latitude: 22.7,
    })

    const geocoding = { ...deps, sites: sitePoints }
    const dry = await geocodeSites(geocoding, { isDryRun: true, traceId: 'test' })
    expect(dry).toMatchObject({ sites: 2, placed: 1, changed: 0, bySource: { 'village-centroid': 1 } })
    expect(dry.unplaced).toEqual([{ customerCode: String(nowhere.客戶), site: 1, address: '自取' }])
    await db
      .updateTable('site')
      .set({ latitude: 23, longitude: 121 })
      .where('point_source', '=', 'village-centroid')
      .execute()
    expect(await geocodeSites(geocoding, { isDryRun: false, traceId: 'test' })).toMatchObject({ changed: 1 })
    expect((await sites())[1]).toMatchObject({ latitude: second?.latitude, point_source: 'village-centroid' })
  })
})

const examples = resolve(import.meta.dirname, '../../../../shared/data/legacy')
if (!existsSync(examples)) process.stderr.write(`skipped: no example legacy files at ${examples}\n`)

describe.skipIf(!existsSync(examples))('the example company', () => {
  test('[A1] moves in with 1,267 customers and 11,063 members, and moving in twice changes nothing', async () => {
    const database = await testDatabase()
    const { importPath } = await importsOn(database)
    const customers = await importPath('customers', resolve(examples, 'customers.xlsx'))
    expect(customers).toMatchObject({
      rows: 1267,
      accepted: 1267,
      changes: { create: 1267, update: 0, same: 0 },
    })
    const members = await importPath('members', resolve(examples, 'members.csv'))
    expect(members.changes).toEqual({ create: 11_063, update: 0, same: 0 })
    const before = await contentOf(database)
    expect((await importPath('customers', resolve(examples, 'customers.xlsx'))).changes.same).toBe(1267)
    expect(await contentOf(database)).toBe(before)
  }, 120_000)
})
