import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'
import { heldOf, indexedOf, lettersOf, storedOf } from './opensearch-documents.ts'

const document = indexedOf({
  ...{ kind: 'customer', id: '00000000-0000-7000-8000-000000000001', drawer: 'customers', key: '1400101' },
  ...{
    title: '臺東 羊肉爐',
    detail: '中山路12號',
    also: ['0900000101'],
    exacts: ['1400101'],
    state: 'active',
  },
  ...{ isClosed: false, sortKey: 9_007_199_254_740_993n },
})

test('[S21] what an engine gives back has the fingerprint of what it was given, to the last digit', () => {
  const { tokens: _, letters: __, name: ___, ...stored } = structuredClone(storedOf(document))
  const givenBack = JSON.parse(JSON.stringify(stored))
  expect(heldOf(givenBack)).toEqual({
    kind: 'customer',
    id: document.id,
    fingerprint: fingerprintOf(document),
  })
  for (const change of [
    { title: '台東羊肉爐' },
    { sortKey: '9007199254740992' },
    { also: [] },
    { tokensFingerprint: 'x' },
  ])
    expect(heldOf({ ...givenBack, ...change }).fingerprint).not.toBe(fingerprintOf(document))
})

test('[S21] a text is kept letter by letter, and white space in it parts as the mark between texts does', () => {
  expect(lettersOf('^𠮷野|12')).toBe('^ 𠮷 野 | 1 2')
  expect(lettersOf('甲\n乙')).toBe('甲 | 乙')
})
