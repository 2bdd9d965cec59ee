import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { addedKmWords, addedMinutesWords } from './added-words.ts'

const t = ((key: string, params: object) => `${key} ${Object.values(params).join()}`) as TFunction

test('[E3] what an insertion adds or saves is said in a word, never in a word and a sign', () => {
  expect([21, 0, -3].map(minutes => addedMinutesWords(t, minutes))).toEqual([
    'running.added 21',
    'running.added 0',
    'running.saved 3',
  ])
  expect([2.8, -1.5].map(km => addedKmWords(t, km))).toEqual(['running.addedKm 2.8', 'running.savedKm 1.5'])
})
