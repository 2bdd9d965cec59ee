import { expect, test } from 'vitest'
import { ProblemError } from '../api/problem-error.ts'
import en from '../locales/en.json' with { type: 'json' }
import zhTw from '../locales/zh-TW.json' with { type: 'json' }
import { chooseLocale, createI18n, knownLocale, showLocale } from './create-i18n.ts'
import { problemSentence } from './problem-sentence.ts'

test('[S5] browser tags find the nearest locale we have', () => {
  expect(knownLocale('zh-Hant-TW')).toBe('zh-TW')
  expect(knownLocale('en-GB')).toBe('en')
  expect(knownLocale('ja')).toBeUndefined()
})

test('[S5] the user setting wins over the browser', () => {
  expect(chooseLocale('en')).toBe('en')
  expect(chooseLocale('zh-TW')).toBe('zh-TW')
})

test('[S5] a blocked locale request leaves the interface Chinese', async () => {
  const i18n = await createI18n({ fallback: zhTw, load: { en: () => Promise.reject(new Error('blocked')) } })
  expect(await showLocale(i18n, 'en')).toBe('zh-TW')
  expect(i18n.t('state.done')).toBe('完成')
})

test('[S5] another locale is fetched once and then kept', async () => {
  let fetches = 0
  const i18n = await createI18n({
    fallback: zhTw,
    load: {
      en: async () => {
        fetches += 1
        return en
      },
    },
  })
  // Components hold a copy of the instance, as react-i18next hands it to them.
  await showLocale(Object.create(i18n), 'en')
  await showLocale(i18n, 'en')
  expect(i18n.t('state.done')).toBe('Done')
  await showLocale(i18n, 'zh-TW')
  await showLocale(i18n, 'en')
  expect(fetches).toBe(1)
})

test('[S5] a problem becomes a sentence; an unknown code keeps its kind and names the code', async () => {
  const i18n = await createI18n({ fallback: zhTw, load: {} })
  const sentence = (kind: 'refused' | 'unavailable', code: string) =>
    problemSentence(i18n.t, new ProblemError({ kind, code, status: 409 }), i18n.exists.bind(i18n))
  expect(sentence('refused', 'dispatch.stop-locked')).toBe('這一站已鎖定，先解鎖再移動。')
  expect(sentence('refused', 'new.code')).toContain('new.code')
})
