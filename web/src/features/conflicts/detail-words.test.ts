import { createInstance, type i18n } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import zhTw from '../../locales/zh-TW/conflicts.json' with { type: 'json' }
import { detailWords, storyFacts } from './detail-words.ts'

let words: i18n
beforeAll(async () => {
  words = createInstance()
  await words.init({ lng: 'zh-TW', resources: { 'zh-TW': { translation: zhTw } } })
})

const wordsOf = (detail: Record<string, string | number | null>) => detailWords(words.t, words, detail)

test('[F2] a count of cylinders is named by its type, never by the program’s key', () => {
  expect(wordsOf({ plate: 'TST-A', 'full.50': -2, 'empty.P20': -1 })).toEqual([
    ['車號', 'TST-A'],
    ['滿瓶 50', '-2'],
    ['空瓶 營20', '-1'],
  ])
})

test('[F2] money, days, readings and reasons read as the trade writes them; ids and unnamed keys are left out', () => {
  expect(
    wordsOf({
      ourNtd: '1720',
      runDate: '2026-11-23',
      milliUnits: 12_500,
      problem: 'meter-unknown',
      payment: 'short',
      earlierDeliveryId: 'x',
      'short.20': 1,
      note: '',
    }),
  ).toEqual([
    ['系統計算', 'NT$ 1,720'],
    ['車次日期', '115/11/23 (一)'],
    ['這次讀數', '12.500'],
    ['情況', '這支表不是這個場所的'],
    ['付款方式', '少收'],
  ])
})

test('[F2] every kind of conflict is told in a sentence without a hole', () => {
  for (const kind of Object.keys(zhTw.conflictStory)) {
    const facts = storyFacts(words.t, words, {
      driverName: '司機A',
      shortName: '店1',
      detail: {
        runDate: '2026-11-23',
        paidNtd: '1',
        phoneNtd: '1',
        ourNtd: '1',
        dueNtd: '1',
        openNtd: '1',
        trip: 1,
        needed: '20×2',
        aboard: '20×1',
        cylinders: 'A123',
      },
    })
    expect(words.t(`conflictStory.${kind}`, facts)).not.toContain('{{')
  }
})
