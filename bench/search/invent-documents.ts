import { uuidv7 } from '../../contract/kernel/ids.ts'
import type { SearchDocument } from '../../server/ports/search/search.port.ts'

const towns = ['台東市', '卑南鄉', '關山鎮', '池上鄉', '成功鎮', '太麻里鄉', '鹿野鄉', '東河鄉']
const roads =
  '中山 中正 中華 更生 新生 正氣 傳廣 開封 四維 博愛 信義 仁愛 和平 光明 大同 復興 民權 民生 民族 豐榮 馬亨亨 知本 青海 漢陽 洛陽 桂林 南京 浙江 安慶 豐年 興盛 強國 志航 吉林 長沙 廣東 福建 台泥 岩灣 康樂'.split(
    ' ',
  )
const surnames = [...'陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈']
const given = [
  ...'志明家豪俊傑建宏淑芬美玲雅婷怡君佳穎惠雯冠宇承恩柏翰詩涵宜蓁欣妤子軒品睿筱婷春嬌阿珠金水木火土財發',
]
const trades =
  '羊肉爐 早餐店 牛肉麵 小吃店 海產店 自助餐 便當 火鍋 鹹酥雞 豆漿店 茶坊 民宿 旅店 麵包坊 燒臘 餃子館 米苔目 咖啡 素食 燒烤 洗衣店 美髮 幼兒園 國小 醫院'.split(
    ' ',
  )
const notes = ['放後門', '先打電話', '下午三點後', '找老闆娘', '不要按電鈴', '收舊桶', '', '', '', '', '', '']
const at = Date.UTC(2026, 0, 1)

/** The same stream of numbers for the same seed: a linear congruential generator, period 2³². */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Pick = <T>(from: readonly T[]) => T
function picking(random: (below: number) => number): Pick {
  return from => from[random(from.length)] as (typeof from)[number]
}

const phoneOf = (number: number) => `0900${String(number % 1_000_000).padStart(6, '0')}`

/** One invented customer of nine documents, the other eight being orders; the last hundred are drivers and trucks. */
function customer(number: number, pick: Pick, random: (below: number) => number): SearchDocument {
  const name =
    random(3) === 0
      ? `${pick(surnames)}${pick(given)}${pick(given)}`
      : `${pick(given)}${pick(given)}${pick(trades)}`
  const address = `台東縣${pick(towns)}${pick(roads)}路${random(3) === 0 ? `${random(5) + 1}段` : ''}${random(900) + 1}號`
  const phone = phoneOf(random(1_000_000))
  const code = String(1_400_000 + number)
  return {
    kind: 'customer',
    id: uuidv7(at + number),
    drawer: 'customers',
    key: code,
    title: name,
    detail: address,
    also: [phone, address, `${pick(surnames)}${random(2) === 0 ? '先生' : '小姐'}`],
    exacts: [code, phone],
    state: 'active',
    isClosed: random(20) === 0,
    sortKey: BigInt(code),
  }
}

function order(number: number, title: string, pick: Pick, random: (below: number) => number): SearchDocument {
  const isClosed = random(300) !== 0
  return {
    kind: 'order',
    id: uuidv7(at + number),
    drawer: 'orders',
    key: String(number),
    title,
    detail: '2026-01-01',
    also: [pick(notes)].filter(note => note !== ''),
    exacts: [String(number)],
    state: isClosed ? 'delivered' : 'confirmed',
    isClosed,
    sortKey: -BigInt(number),
  }
}

/** Batches of invented documents, `count` in all; the same each time. */
export function* inventDocuments(count: number): Generator<SearchDocument[]> {
  const random = randomFrom(7)
  const pick = picking(random)
  let batch: SearchDocument[] = []
  let title = ''
  for (let number = 0; number < count; number += 1) {
    if (number % 9 === 0) {
      const made = customer(number / 9, pick, random)
      title = made.title
      batch.push(made)
    } else batch.push(order(1001 + number, title, pick, random))
    if (batch.length === 2000 || number === count - 1) {
      yield batch
      batch = []
    }
  }
}

/** Questions of each class, as people type them: two letters of a name above all, rare and very common ones alike. */
export function inventQuestions(documents: number, each: number): Record<string, string[]> {
  const random = randomFrom(11)
  const pick = picking(random)
  const make = (text: () => string) => Array.from({ length: each }, text)
  const part = (text: string, length: number) =>
    text.slice(random(Math.max(1, text.length - length + 1))).slice(0, length)
  return {
    'two letters of a name': make(() => part(`${pick(given)}${pick(given)}${pick(trades)}`, 2)),
    'two letters of a road': make(() => part(`${pick(roads)}路`, 2)),
    'two letters in every address': make(() => pick(['台東', '東縣', '路1', '東市', '先生', '小姐', '1號'])),
    'two letters of notes': make(() => part(pick(notes.slice(0, 6)), 2)),
    'two letters that are nowhere': make(() => `${pick([...'龘靐麤爨'])}${pick(given)}`),
    'whole name': make(() => `${pick(surnames)}${pick(given)}${pick(given)}`),
    'road and number': make(() => `${pick(roads)}路${random(900) + 1}號`),
    'two words': make(() => `${pick(trades)} ${pick(roads)}`),
    'three digits': make(() => String(random(1000)).padStart(3, '0')),
    'six digits of a phone': make(() => String(random(1_000_000)).padStart(6, '0')),
    'whole phone': make(() => phoneOf(random(1_000_000))),
    'order number': make(() => String(1001 + random(documents))),
    'customer code': make(() => String(1_400_000 + random(Math.floor(documents / 9)))),
    'beginning of every phone': make(() => pick(['090', '0900', '09000', '140', '1400'])),
    'one letter': make(() => pick(given)),
  }
}
