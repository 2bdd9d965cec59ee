import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText, kindsFor, marksIn, phoneDigitsOf, searchWords, showHit } from './search.rules.ts'

describe('what a person types to find anything', () => {
  test('[A5] full-width forms, capitals, spaces, dashes and variants are one', () => {
    for (const said of ['臺東號１２', '台東号12', '台東 號-１2', '(台東)號12'])
      expect(foldText(said)).toBe('台東號12')
    expect(foldText('ＡＢＣ－１２３４')).toBe('abc1234')
  })

  test('[A5] folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), said => foldText(foldText(said)) === foldText(said)),
    )
  })

  test('[A5] a phone is recognised however it is written, an order number that begins with 886 is none from abroad', () => {
    for (const typed of [
      '0900-000-123',
      '０９００ ０００ １２３',
      '(0900)000123',
      '+886 900 000 123',
      '886900000123',
      '+886 0900 000 123',
    ])
      expect(phoneDigitsOf(typed), typed).toBe('0900000123')
    expect(phoneDigitsOf('8861')).toBe('8861')
    expect(phoneDigitsOf('12')).toBeNull()
    expect(phoneDigitsOf('新站路537號')).toBeNull()
  })

  test('[A5] words are looked for one by one, a phone as a whole; at most six count', () => {
    expect(searchWords('市南，羊肉爐  市南')).toEqual({
      whole: '市南,羊肉爐市南',
      words: ['市南', '羊肉爐'],
      phone: null,
    })
    expect(searchWords('0900 000 123')).toEqual({
      whole: '0900000123',
      words: ['0900000123'],
      phone: '0900000123',
    })
    expect(searchWords('1001').phone).toBeNull()
    expect(searchWords('1234567890123456').phone).toBeNull()
    expect(searchWords('甲 1 乙 2 丙 3 丁 4').words).toHaveLength(6)
    expect(searchWords(' - ')).toEqual({ whole: '', words: [], phone: null })
  })

  test('[A5] [N1] a role finds only what it may read', () => {
    expect(kindsFor('office')).not.toContain('user')
    expect(kindsFor('super_admin')).toEqual([
      'customer',
      'order',
      'driver',
      'vehicle',
      'user',
      'cylinder-type',
    ])
    expect(kindsFor('driver')).toEqual([])
    expect(kindsFor('customer')).toEqual([])
  })
})

describe('what a person sees of it', () => {
  test('[A5] marks stand where the letters were before folding', () => {
    expect(marksIn('臺東縣 中山路１２號', ['台東', '中山路12'])).toEqual([
      [0, 2],
      [4, 9],
    ])
    expect(marksIn('AB-CD', ['bcd'])).toEqual([[1, 5]])
    expect(marksIn('幸福小吃', ['幸福小', '福小吃'])).toEqual([[0, 4]])
    expect(marksIn('𠮷野家', ['𠮷'])).toEqual([[0, 2]])
    expect(marksIn('幸福', ['', '小吃'])).toEqual([])
  })

  test('[A5] a mark always covers text that folds to the word', () => {
    const letters = fc.string({
      unit: fc.constantFrom('臺', '台', '号', 'Ａ', 'b', '１', '-', ' ', '東'),
      minLength: 1,
    })
    fc.assert(
      fc.property(letters, letters, (said, typed) => {
        const word = foldText(typed)
        for (const [from, to] of marksIn(said, [word])) expect(foldText(said.slice(from, to))).toBe(word)
      }),
    )
  })

  const hit = {
    kind: 'customer',
    id: '00000000-0000-7000-8000-000000000001',
    key: '1400001',
    title: '幸福小吃',
    detail: '中山路1號',
    also: ['0900000123', '阿嬤'],
    state: 'active',
    isClosed: false,
  }
  test('[A5] what matched out of sight is shown', () => {
    expect(showHit(hit, searchWords('阿嬤')).because).toBe('阿嬤')
    const byPhone = showHit(hit, searchWords('000-123'))
    expect(byPhone).toMatchObject({ because: '0900000123', marks: { because: [[4, 10]], title: [] } })
    expect(showHit(hit, searchWords('幸福 阿嬤'))).toMatchObject({
      because: '阿嬤',
      marks: { title: [[0, 2]] },
    })
  })

  test('[A5] what matched in sight needs no reason', () => {
    expect(showHit(hit, searchWords('幸福')).because).toBeNull()
    expect(showHit({ ...hit, also: [] }, searchWords('別的')).because).toBeNull()
  })
})
