import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanBody } from './messages.rules.ts'

test('[F2] words stay as written; what steers a terminal or turns the writing direction does not', () => {
  expect(cleanBody('  請回電 🚚\r\n第 3 站 ')).toBe('請回電 🚚\n第 3 站')
  expect(cleanBody('a\u0000b\u001b[31mc\u202Ed')).toBe('ab[31mcd')
  expect(cleanBody('一\n\n\n\n二')).toBe('一\n\n二')
  expect(cleanBody('<b>粗</b> & "字"')).toBe('<b>粗</b> & "字"')
})

test('[F2] cleaning is done once: a clean text stays the same, and nothing ever gets longer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      const clean = cleanBody(text)
      expect(cleanBody(clean)).toBe(clean)
      expect(clean.length).toBeLessThanOrEqual(text.length)
      expect(clean.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E]/u)
    }),
  )
})
