import { expect, test } from 'vitest'
import { passwordOf, readRedisAddress } from './connect-redis.ts'

test('[S18] the address of one Redis, of sentinels and of a cluster is read', () => {
  expect(readRedisAddress('rediss://:Ahnah4ie@cache:6380')).toEqual({
    kind: 'single',
    url: 'rediss://:Ahnah4ie@cache:6380',
  })
  expect(readRedisAddress('redis+sentinel://:p%40ss@a:26380,b/luckygas')).toEqual({
    kind: 'sentinel',
    hosts: [
      { host: 'a', port: 26_380 },
      { host: 'b', port: 26_379 },
    ],
    master: 'luckygas',
    password: 'p@ss',
  })
  expect(readRedisAddress('redis+cluster://a:7000,b')).toEqual({
    kind: 'cluster',
    hosts: [
      { host: 'a', port: 7_000 },
      { host: 'b', port: 6_379 },
    ],
    password: undefined,
  })
})

test.each([
  ['redis+sentinel://:geheim@a', 'master'],
  ['redis+ring://:geheim@a', 'redis+cluster'],
  ['cache:6379', 'redis+cluster'],
  ['redis+cluster://:geheim@/x', 'redis+cluster'],
])('[S6] %s is refused with the forms it may have, and without its password', (text, words) => {
  expect(() => readRedisAddress(text)).toThrow(words)
  expect(() => readRedisAddress(text)).not.toThrow('geheim')
})

test('[S6] the password of an address is found in each form', () => {
  const found = ['redis://:a%20b@h', 'redis://h', 'redis+cluster://:c@h', 'redis+sentinel://:d@h/m'].map(
    text => passwordOf(readRedisAddress(text)),
  )
  expect(found).toEqual(['a b', undefined, 'c', 'd'])
})
