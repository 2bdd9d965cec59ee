import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePhone, readCaller } from './phone-numbers.ts'

describe('phone numbers', () => {
  test.each([
    ['0900-000-318', '0900000318'],
    ['０９００　０００　３１８', '0900000318'],
    ['+886 900 000 318', '0900000318'],
    ['+886 (0)900-000-318', '0900000318'],
    ['886900000318', '0900000318'],
    ['00886900000318', '0900000318'],
    ['sip:+886900000318@gateway.example', '0900000318'],
    ['tel:+886-89-000123', '089000123'],
    ['(089) 000-123', '089000123'],
    ['089-000-123#12', '089000123'],
    ['200123', '089200123'],
    ['02-2000-0123', '0220000123'],
    ['04 2000 0123', '0420000123'],
    ['037-000123', '037000123'],
    ['0800-000-123', '0800000123'],
    ['+81 3 0000 0123', '81300000123'],
  ])('[A4] %s is %s', (written, digits) => {
    expect(normalisePhone(written)).toBe(digits)
  })

  test.each([
    '',
    '阿財',
    '123',
    '0900-000-31',
    '09000003189',
    '12 kg',
    '1140528',
    '0900000318 今天要兩桶',
    '00',
  ])('[A4] %s is no phone number', written => {
    expect(normalisePhone(written)).toBeNull()
  })

  test('[A4] a local number gets the area code of the shop', () => {
    expect(normalisePhone('2000-0123', '02')).toBe('0220000123')
    expect(normalisePhone('200-0123', '04')).toBe('042000123')
  })

  test('[A4] a number that is normal stays as it is, however it is grouped', () => {
    const mobile = fc.integer({ min: 0, max: 99_999_999 }).map(n => `09${String(n).padStart(8, '0')}`)
    fc.assert(
      fc.property(mobile, fc.constantFrom(' ', '-', '　', ''), (digits, gap) => {
        const grouped = `${digits.slice(0, 4)}${gap}${digits.slice(4, 7)}${gap}${digits.slice(7)}`
        expect(normalisePhone(grouped)).toBe(digits)
        expect(normalisePhone(digits)).toBe(digits)
        expect(normalisePhone(`+886 ${digits.slice(1)}`)).toBe(digits)
      }),
    )
  })

  test('[A4] who hides his number is withheld, and nonsense is not looked up', () => {
    for (const text of ['', 'Anonymous', 'sip:anonymous@anonymous.invalid', '未顯示號碼', 'RESTRICTED'])
      expect(readCaller(text)).toEqual({ kind: 'withheld' })
    expect(readCaller('0900 000 318')).toEqual({ kind: 'number', digits: '0900000318' })
    expect(readCaller('999')).toEqual({ kind: 'implausible', text: '999' })
  })
})
