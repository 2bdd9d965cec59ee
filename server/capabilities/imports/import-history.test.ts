import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { dirtyHistory } from '../../../tools/dirty-legacy/dirty-text-files.ts'
import { historyHeaders } from '../../../tools/dirty-legacy/layouts.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { readHistoryOf } from './delivery-history.store.ts'
import { contentOf, importsOn } from './imports.test-support.ts'

const encode = (text: string) => iconv.encode(text, 'cp950')
const file = (...lines: string[]) => encode([historyHeaders.join(','), ...lines, ''].join('\r\n'))
const line = (code: string, rest = '許功蓋,1140528,08:07,2,,,,,,,,,,,,,,,') => `${code},${rest}`

describe('importing the delivery history', () => {
  test('[A1] every kind of dirt meets its fate in the database too, and the same file again adds nothing', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    const history = dirtyHistory({ seed: 5, cleanRows: 200, encode })
    const dry = await importBytes('history', history.bytes, true)
    expect(dry.changes).toEqual({ create: history.accepted, update: 0, same: 0 })
    const first = await importBytes('history', history.bytes)
    expect(first).toEqual(dry)
    expect(first.rows).toBe(first.accepted + first.rejected.length + first.skipped)
    expect(first.cylinders).toEqual(history.cylinders)
    const before = await contentOf(database)
    const again = await importBytes('history', history.bytes)
    expect(again.changes).toEqual({ create: 0, update: 0, same: history.accepted })
    expect(await contentOf(database)).toBe(before)
  })

  test('[A1] identical lines are as many deliveries as the file has of them', async () => {
    const database = await testDatabase()
    const { db, importBytes } = await importsOn(database)
    expect((await importBytes('history', file(line('1431068'), line('1431068')))).changes.create).toBe(2)
    const three = await importBytes('history', file(line('1431068'), line('1431068'), line('1431068')))
    expect(three.changes).toEqual({ create: 1, update: 0, same: 2 })
    expect(await readHistoryOf(db, '1431068', 10)).toHaveLength(3)
  })

  test('[A1] a customer that is in the history only is stored and named once', async () => {
    const database = await testDatabase()
    const { db, importBytes } = await importsOn(database)
    const result = await importBytes(
      'history',
      file(line('1431068'), line('1431069'), line('1431068', '許功蓋,1140527,08:07,1,,,,,,,,,,,,,,,')),
    )
    expect(result.warnings).toEqual([
      { row: 2, column: '編號', code: 'code.only-in-history', value: '1431068' },
      { row: 3, column: '編號', code: 'code.only-in-history', value: '1431069' },
    ])
    expect(await readHistoryOf(db, '1431068', 10)).toEqual([
      { code: '1431068', salesperson: '許功蓋', date: '2025-05-28', minute: 487, quantities: { '50': 2 } },
      { code: '1431068', salesperson: '許功蓋', date: '2025-05-27', minute: 487, quantities: { '50': 1 } },
    ])
  })

  test('[A1] imported deliveries never post to the ledger', async () => {
    const database = await testDatabase()
    const { importBytes } = await importsOn(database)
    await importBytes('history', file(line('1431068')))
    const { rows } = await database.pool.query('select count(*)::integer as count from cylinder_movement')
    expect(rows[0].count).toBe(0)
  })
})
