import { beforeEach, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import type { SearchDocument, SearchHit, SearchIndex, SearchQuestion } from './search.port.ts'

let count = 0
const at = Date.UTC(2026, 0, 1)

function document(fields: Partial<SearchDocument> & { title: string }): SearchDocument {
  count += 1
  const key = fields.key ?? `K${count}`
  return {
    kind: 'customer',
    id: uuidv7(at),
    drawer: 'customers',
    detail: '',
    also: [],
    state: 'active',
    isClosed: false,
    sortKey: BigInt(count),
    exacts: [key],
    ...fields,
    key,
  }
}

const question = (text: string, more: Partial<SearchQuestion> = {}): SearchQuestion => ({
  whole: text.replaceAll(' ', ''),
  words: text.split(' '),
  kinds: ['customer', 'order', 'driver'],
  limit: 10,
  ...more,
})
const titles = (hits: readonly SearchHit[]) => hits.map(hit => hit.title)

/** What every adapter of the search port promises. */
export function searchContract(name: string, make: () => Promise<SearchIndex>): void {
  describe(`search: ${name}`, () => {
    let index: SearchIndex
    const find = async (text: string, more?: Partial<SearchQuestion>) =>
      titles(await index.find(question(text, more)))
    beforeEach(async () => {
      index = await make()
    })

    test('[A5] [S21] two Chinese characters anywhere suffice, one only at the beginning', async () => {
      await index.put([document({ title: '大同羊肉爐', also: ['台東市中山路12號'] })])
      for (const typed of ['羊肉', '大', '中山', '路12', '12號'])
        expect(await find(typed), typed).toEqual(['大同羊肉爐'])
      for (const typed of ['肉羊', '爐', '山', '99號']) expect(await find(typed), typed).toEqual([])
    })

    test('[A5] [S21] documents are folded: 臺 is 台, full width is half width, capitals and spaces do not matter', async () => {
      await index.put([document({ title: '臺東 ＡＢＣ Cafe', key: 'ABC-1234' })])
      for (const typed of ['台東', 'abcc', 'cafe', 'abc1234', '東a'])
        expect(await find(typed), typed).toEqual(['臺東 ＡＢＣ Cafe'])
    })

    test('[A5] [S21] three digits at any place find a phone; letters that only look adjacent across texts do not', async () => {
      await index.put([document({ title: '甲', also: ['0900000123', '089000456'] })])
      for (const typed of ['012', '0001', '456', '0900000123'])
        expect(await find(typed), typed).toEqual(['甲'])
      expect(await find('123089')).toEqual([])
      expect(await find('45')).toEqual([])
    })

    test('[A5] [S21] every word must be found, in whatever text', async () => {
      await index.put([
        document({ title: '幸福小吃', also: ['更生路8號'] }),
        document({ title: '幸福早餐', also: ['中華路8號'] }),
      ])
      expect(await find('幸福 更生')).toEqual(['幸福小吃'])
      expect(await find('幸福 更生 早餐')).toEqual([])
    })

    test('[A5] [S21] whole codes come before beginnings, beginnings before parts', async () => {
      await index.put([
        document({ title: '新幸福', sortKey: 1n }),
        document({ title: '幸福二號', sortKey: 2n }),
        document({ title: '甲', key: '幸福', sortKey: 3n }),
      ])
      expect(await find('幸福')).toEqual(['甲', '幸福二號', '新幸福'])
    })

    test('[A5] [S21] a number is found by its beginning however long, an order by three digits of its beginning or more', async () => {
      await index.put([
        document({ title: '甲', key: '1400123' }),
        document({ title: '乙', key: '351400', kind: 'order', drawer: 'orders' }),
        document({ title: '幸福大飯店附設餐飲部', key: 'Z1' }),
      ])
      for (const typed of ['1', '14', '1400', '1400123']) expect(await find(typed), typed).toEqual(['甲'])
      for (const typed of ['351', '3514', '351400']) expect(await find(typed), typed).toEqual(['乙'])
      expect(await find('35')).toEqual([])
      expect(await find('幸福大飯店附設餐飲')).toEqual(['幸福大飯店附設餐飲部'])
      expect(await find('幸福大飯店附設早餐')).toEqual([])
    })

    test('[A5] [S21] customers come before orders, active before closed, then by their order', async () => {
      const order = { kind: 'order', drawer: 'orders' } as const
      await index.put([
        document({ title: '乙幸福', sortKey: 5n, ...order }),
        document({ title: '丙幸福', isClosed: true, sortKey: 1n }),
        document({ title: '丁幸福', sortKey: 9n }),
        document({ title: '戊幸福', sortKey: 8n }),
      ])
      expect(await find('幸福')).toEqual(['戊幸福', '丁幸福', '丙幸福', '乙幸福'])
    })

    test('[A5] [S21] each drawer is limited on its own', async () => {
      await index.put([
        ...Array.from({ length: 30 }, () => document({ title: '幸福' })),
        document({ title: '幸福單', kind: 'order', drawer: 'orders' }),
        document({ title: '幸福司機', kind: 'driver', drawer: 'others' }),
      ])
      const found = await find('幸福', { limit: 4 })
      expect(found).toHaveLength(6)
      expect(found.slice(-2)).toEqual(['幸福單', '幸福司機'])
    })

    test('[A5] [S21] only the kinds asked for are found', async () => {
      await index.put([
        document({ title: '幸福' }),
        document({ title: '幸福司機', kind: 'driver', drawer: 'others' }),
      ])
      expect(await find('幸福', { kinds: ['driver'] })).toEqual(['幸福司機'])
      expect(await find('幸福', { kinds: [] })).toEqual([])
    })

    test('[A5] [S21] what was put again is replaced, what was removed is gone', async () => {
      const first = document({ title: '舊名字' })
      await index.put([first])
      await index.put([{ ...first, title: '新名字' }])
      expect(await find('舊名')).toEqual([])
      expect(await find('新名')).toEqual(['新名字'])
      await index.remove(first.kind, [first.id])
      expect(await find('新名')).toEqual([])
    })

    test('[A5] [S21] characters with a meaning to the engine are letters like any other', async () => {
      await index.put([document({ title: `50%_'"{甲},乙\\*?` })])
      for (const typed of ['%_', `'"`, '{甲', '},', '\\*', '*?'])
        expect(await find(typed), typed).toHaveLength(1)
      expect(await find('%甲')).toEqual([])
    })
  })
}
