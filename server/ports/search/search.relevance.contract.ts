import { expect, test } from 'vitest'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import type { SearchDocument, SearchIndex } from './search.port.ts'

/** A small company: name, code, telephone, address, contact. Closed customers are marked. */
const customers: readonly (readonly [
  code: string,
  name: string,
  phone: string,
  address: string,
  contact: string,
  isClosed?: true,
])[] = [
  ['1400101', '幸福小吃店', '0900000101', '台東市中山路12號', '王小姐'],
  ['1400102', '新幸福早餐', '0900000102', '台東市更生路88號', '幸太太'],
  ['1400103', '幸福', '0900000103', '台東市中華路三段5號', '林先生', true],
  ['1400104', '臺東羊肉爐', '089000104', '台東市正氣路104號', '羊老闆'],
  ['1400105', '大同民宿', '0900000105', '關山鎮和平路1號', '陳小姐'],
  ['1400106', '和平牛肉麵', '0900000106', '台東市大同路9號', '吳先生'],
  ['1400107', 'ＡＢＣ Cafe', '0900000107', '池上鄉中正路7號', 'Amy'],
  ['1400108', '阿珠便當', '0900000108', '台東市中山路120號', '阿珠'],
]
const orders: readonly (readonly [number: number, name: string, note: string])[] = [
  [351_101, '幸福小吃店', '放後門'],
  [351_106, '和平牛肉麵', '先打電話'],
]
const others: readonly (readonly [kind: string, key: string, name: string])[] = [
  ['driver', 'A', '阿福'],
  ['vehicle', 'ABC-1234', '大貨車'],
]

/** What a person types, folded as `searchWords` folds it, and the key of what must stand first. */
const questions: readonly (readonly [typed: string, first: string])[] = [
  ['幸福', '1400101'],
  ['小吃', '1400101'],
  ['新幸', '1400102'],
  ['台東', '1400104'],
  ['羊肉', '1400104'],
  ['大同', '1400105'],
  ['和平', '1400106'],
  ['牛肉面', '1400106'],
  ['大同路', '1400106'],
  ['中山路12號', '1400101'],
  ['中山路120', '1400108'],
  ['更生 早餐', '1400102'],
  ['中山 阿珠', '1400108'],
  ['0900000105', '1400105'],
  ['000106', '1400106'],
  ['104', '1400104'],
  ['1400107', '1400107'],
  ['140010', '1400101'],
  ['abc', '1400107'],
  ['cafe', '1400107'],
  ['abc1234', 'ABC-1234'],
  ['351106', '351106'],
  ['3511', '351106'],
  ['後門', '351101'],
  ['阿福', 'A'],
  ['阿', '1400108'],
  ['林先', '1400103'],
]

/** The whole small company, as documents. */
function companyDocuments(): SearchDocument[] {
  let at = Date.UTC(2026, 0, 1)
  const id = () => {
    at += 1
    return uuidv7(at)
  }
  return [
    ...customers.map(
      ([key, title, phone, address, contact, isClosed]): SearchDocument => ({
        ...{ kind: 'customer', id: id(), drawer: 'customers', key, title, detail: address, state: 'active' },
        ...{ also: [phone, address, contact], exacts: [key, phone], sortKey: BigInt(key) },
        isClosed: isClosed ?? false,
      }),
    ),
    ...orders.map(
      ([number, title, note]): SearchDocument => ({
        ...{ kind: 'order', id: id(), drawer: 'orders', key: String(number), title, detail: '2026-11-22' },
        ...{ also: [note], exacts: [String(number)], state: 'confirmed', isClosed: false },
        sortKey: BigInt(-number),
      }),
    ),
    ...others.map(
      ([kind, key, title]): SearchDocument => ({
        ...{ kind, id: id(), drawer: 'others', key, title, detail: '', also: [], exacts: [key] },
        ...{ state: 'active', isClosed: false, sortKey: 1n },
      }),
    ),
  ]
}

/** The relevance set: for each question the answer that must stand first, whatever engine answers. */
export function relevanceTest(name: string, make: () => Promise<SearchIndex>): void {
  test(`[A5] [S21] ${name}: the thing a person means stands first`, async () => {
    const index = await make()
    await index.put(companyDocuments())
    const answers: [string, string | undefined][] = []
    for (const [typed] of questions) {
      const [first] = await index.find({
        whole: typed.replaceAll(' ', ''),
        words: typed.split(' '),
        kinds: ['customer', 'order', 'driver', 'vehicle'],
        limit: 8,
      })
      answers.push([typed, first?.key])
    }
    expect(answers).toEqual(questions)
  })
}
