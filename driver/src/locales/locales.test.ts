import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureReasons } from '@luckygas/contract/states.ts'
import sharedEnglish from '@luckygas/ui/locales/en.json' with { type: 'json' }
import sharedChinese from '@luckygas/ui/locales/zh-TW.json' with { type: 'json' }
import { describe, expect, test } from 'vitest'
import { createWords, type TextTree } from '../words/words.ts'
import english from './en.json' with { type: 'json' }
import chinese from './zh-TW.json' with { type: 'json' }

const source = join(import.meta.dirname, '..')

function keysOf(tree: TextTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, text]) =>
    typeof text === 'string' ? [prefix + name] : keysOf(text, `${prefix}${name}.`),
  )
}

function sources(): { name: string; text: string }[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map(name => ({ name, text: readFileSync(join(source, name), 'utf8') }))
}

const parametersOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()
const textOf = (tree: TextTree, key: string) => createWords(tree, {}).t(key)
const known = new Set([...keysOf(chinese), ...keysOf(sharedChinese as TextTree)])

describe('the driver’s words', () => {
  test('[S5] Chinese and English have the same keys with the same blanks to fill', () => {
    expect(keysOf(english).sort()).toEqual(keysOf(chinese).sort())
    for (const key of keysOf(chinese)) {
      expect(parametersOf(textOf(english, key)), key).toEqual(parametersOf(textOf(chinese, key)))
    }
    expect(keysOf(sharedEnglish as TextTree).sort()).toEqual(keysOf(sharedChinese as TextTree).sort())
  })

  test('[S5] every key that a screen asks for exists', () => {
    const asked = sources().flatMap(({ name, text }) =>
      [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(match => [name, match[1] ?? ''] as const),
    )
    expect(asked.length).toBeGreaterThan(150)
    expect(asked.filter(([, key]) => !known.has(key))).toEqual([])
  })

  test('[S5] every group that a screen asks for by a variable exists', () => {
    const asked = sources().flatMap(({ text }) =>
      [...text.matchAll(/\bt\(\s*`([\w.-]+)\.\$\{/g)].map(match => match[1] ?? ''),
    )
    expect(asked.length).toBeGreaterThan(5)
    const groups = new Set([...known].map(key => key.slice(0, key.lastIndexOf('.'))))
    expect(asked.filter(group => !groups.has(group))).toEqual([])
    for (const reason of failureReasons) expect(known.has(`failureReason.${reason}`)).toBe(true)
  })

  test('[S5] no key is left over', () => {
    const all = sources()
      .map(({ text }) => text)
      .join('\n')
    const isAsked = (key: string) => {
      const group = key.slice(0, key.lastIndexOf('.'))
      return all.includes(`'${key}'`) || all.includes(`\`${group}.\${`) || all.includes(`'${group}.\${`)
    }
    expect(keysOf(chinese).filter(key => !isAsked(key) && !key.startsWith('refused.'))).toEqual([])
  })

  test('[S5] no Chinese text stands in the program itself', () => {
    const hard = sources().flatMap(({ name, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      return /[\u4e00-\u9fff]/.test(code) ? [name] : []
    })
    expect(hard).toEqual([])
  })
})

describe('showing a language', () => {
  test('[S5] a language that cannot be loaded leaves the interface Chinese', async () => {
    const words = createWords(chinese, { en: () => Promise.reject(new Error('blocked')) })
    expect(await words.show('en')).toBe('zh-TW')
    expect(words.t('pay.cash')).toBe('收現')
  })

  test('[S5] another language is shown once it is here, with Chinese for what it lacks', async () => {
    const words = createWords(chinese, { en: async () => ({ pay: { cash: 'Cash' } }) })
    expect(await words.show('en')).toBe('en')
    expect([words.t('pay.cash'), words.t('pay.monthly'), words.t('no.such')]).toEqual([
      'Cash',
      '月結',
      'no.such',
    ])
  })

  test('[S5] blanks are filled', () => {
    expect(createWords(chinese, {}).t('today.lateBy', { number: 9, minutes: 8 })).toBe('第 9 站會晚 8 分')
  })
})
