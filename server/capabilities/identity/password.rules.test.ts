import { describe, expect, test } from 'vitest'
import { passwordFault } from './password.rules.ts'
import { argon2Hasher } from './password-hash.ts'

describe('[S14] passwords', () => {
  test.each([
    ['short1!', 'too-short'],
    ['wang-the-best-42', 'contains-login'],
    ['WANG12345678', 'contains-login'],
    ['password1234', 'common'],
    ['P@ssw0rd2026!', 'common'],
    ['luckygas2026', 'common'],
    ['8675309867530', 'common'],
    ['aaaaaaaaaaaa', 'repeated'],
    ['1234567890', 'repeated'],
    ['abcdefghijkl', 'repeated'],
  ])('[S14] %s is refused as %s', (password, fault) => {
    expect(passwordFault(password, 'wang')).toBe(fault)
  })

  test('[S14] a long phrase is accepted, in Chinese too, and only the one it replaces is not', () => {
    expect(passwordFault('gravel teapot onion', 'wang')).toBeUndefined()
    expect(passwordFault('今天天氣很好我們去海邊', 'wang')).toBeUndefined()
    expect(passwordFault('gravel teapot onion', 'wang', true)).toBe('same-as-before')
  })

  test('[S14] a hash is Argon2id with 19 MiB and two passes, salted, and knows full-width typing', async () => {
    const [first, second] = await Promise.all([
      argon2Hasher.hash('ＡBC海邊的瓦斯行'),
      argon2Hasher.hash('ABC海邊的瓦斯行'),
    ])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
    expect(await argon2Hasher.verify(first, 'ABC海邊的瓦斯行')).toBe(true)
    expect(await argon2Hasher.verify(first, 'ABC海邊的瓦斯店')).toBe(false)
  })
})
