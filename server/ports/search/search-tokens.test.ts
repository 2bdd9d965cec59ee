import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import type { SearchDocument } from './search.port.ts'
import { makePostgresSearch } from './search.postgres.ts'
import { tokensOf } from './search-tokens.ts'

const at = Date.UTC(2026, 0, 1)
const base = { detail: '', state: 'active', isClosed: false, sortKey: 1n }
const documents: SearchDocument[] = [
  {
    ...base,
    kind: 'customer',
    id: uuidv7(at),
    drawer: 'customers',
    key: '1400123',
    title: '臺東 ＡＢＣ-羊肉爐附設餐飲部',
    also: ['0900000123', '中山路１２號2樓', '12', ''],
    exacts: ['1400123', '0900000123', ''],
  },
  {
    ...base,
    kind: 'order',
    id: uuidv7(at + 1),
    drawer: 'orders',
    key: '351400',
    title: '阿嬤^的|店𠮷野',
    also: ['放後門1234'],
    exacts: ['351400'],
  },
  {
    ...base,
    kind: 'vehicle',
    id: uuidv7(at + 2),
    drawer: 'others',
    key: 'A',
    title: '',
    also: [],
    exacts: [],
  },
]

test('[S21] the program cuts documents into the tokens that the database cuts them into', async () => {
  const { db } = await testDatabase()
  await makePostgresSearch({ db }).put(documents)
  const { rows } = await sql<{ id: string; tokens: string[]; folded: string }>`select id, folded,
    array(select token from unnest(tokens) token order by token collate "C") as tokens from search_document
    where id = any(${documents.map(({ id }) => id)}::uuid[]) order by id`.execute(db)
  const utf8 = (texts: readonly string[]) =>
    texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const ours = documents.map(document => {
    const { tokens, folded } = tokensOf(document)
    return { id: document.id, folded, tokens: utf8(tokens) }
  })
  expect(ours).toEqual(rows.map(({ id, folded, tokens }) => ({ id, folded, tokens })))
})
