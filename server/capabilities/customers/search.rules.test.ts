import { describe, expect, test } from 'vitest'
import { foldText, phoneDigitsOf, searchTerms } from './search.rules.ts'

describe('what a person types to find a customer', () => {
  test('[A5] full-width forms, capitals and 臺 are folded', () => {
    expect(foldText(' ＡＢ１２ 臺東縣 ')).toBe('ab12 台東縣')
  })

  test('[A5] a phone is recognised however it is written', () => {
    for (const typed of [
      '0900-000-123',
      '０９００ ０００ １２３',
      '(0900)000123',
      '+886 900 000 123',
      '886900000123',
    ])
      expect(phoneDigitsOf(typed)).toBe('0900000123')
    expect(phoneDigitsOf('12')).toBeNull()
    expect(phoneDigitsOf('新站路537號')).toBeNull()
  })

  test('[A5] words are terms of their own, a phone with spaces is one term, and there are at most six', () => {
    expect(searchTerms('市南  羊肉爐').map(term => term.text)).toEqual(['市南', '羊肉爐'])
    expect(searchTerms('0900 000 123')).toEqual([{ text: '0900000123', phoneDigits: '0900000123' }])
    expect(searchTerms('1 a 2 b 3 c 4 d')).toHaveLength(6)
    expect(searchTerms('   ')).toEqual([])
  })
})
