import { expect, test } from 'vitest'
import { decideTravel } from './travel-config.ts'

const key = 'AIza_synthetic-key-for-tests'

test('[E4] nothing set: no road service is asked', () => {
  expect(decideTravel({})).toBeUndefined()
})

test('[E4] OSRM needs its address alone, with or without a path', () => {
  expect(decideTravel({ LUCKYGAS_OSRM_URL: 'http://osrm:5000/' })).toEqual({
    kind: 'osrm',
    url: 'http://osrm:5000',
    tableSize: 100,
  })
  expect(decideTravel({ LUCKYGAS_OSRM_URL: 'http://maps/osrm', LUCKYGAS_OSRM_TABLE_SIZE: '500' })).toEqual({
    kind: 'osrm',
    url: 'http://maps/osrm',
    tableSize: 500,
  })
})

test('[E4] Google needs a key and a daily allowance', () => {
  expect(
    decideTravel({ LUCKYGAS_GOOGLE_ROUTES_KEY: key, LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '3000' }),
  ).toEqual({ kind: 'google', apiKey: key, dailyElements: 3_000, keepDays: 1 })
})

test.each([
  [{ LUCKYGAS_OSRM_URL: 'osrm:5000' }, 'LUCKYGAS_OSRM_URL'],
  [{ LUCKYGAS_OSRM_URL: 'http://user:pass@osrm:5000' }, 'without a password'],
  [{ LUCKYGAS_OSRM_TABLE_SIZE: '100' }, 'needs LUCKYGAS_OSRM_URL'],
  [{ LUCKYGAS_OSRM_URL: 'http://osrm', LUCKYGAS_OSRM_TABLE_SIZE: '1' }, '2 to 10000'],
  [{ LUCKYGAS_GOOGLE_ROUTES_KEY: key }, 'must be set together'],
  [{ LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '100' }, 'must be set together'],
  [{ LUCKYGAS_GOOGLE_ROUTES_CACHE_DAYS: '3' }, 'must be set together'],
  [{ LUCKYGAS_GOOGLE_ROUTES_KEY: 'short', LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '9' }, 'no key'],
  [{ LUCKYGAS_GOOGLE_ROUTES_KEY: key, LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '0' }, '1 to 1000000'],
  [
    {
      LUCKYGAS_GOOGLE_ROUTES_KEY: key,
      LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '9',
      LUCKYGAS_GOOGLE_ROUTES_CACHE_DAYS: '31',
    },
    '1 to 30',
  ],
  [
    {
      LUCKYGAS_GOOGLE_ROUTES_KEY: key,
      LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '9',
      LUCKYGAS_GOOGLE_ROUTES_URL: 'http://routes.example.tw',
    },
    'LUCKYGAS_GOOGLE_ROUTES_URL',
  ],
  [
    {
      LUCKYGAS_OSRM_URL: 'http://osrm',
      LUCKYGAS_GOOGLE_ROUTES_KEY: key,
      LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '9',
    },
    'one road service',
  ],
])('[E4] half a configuration refuses to start: %o', (environment, told) => {
  expect(() => decideTravel(environment)).toThrow(told)
})

test('[E4] a refusal never tells the key', () => {
  const badKey = 'secret key with spaces'
  const decide = () =>
    decideTravel({ LUCKYGAS_GOOGLE_ROUTES_KEY: badKey, LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: '9' })
  expect(decide).toThrow()
  expect(decide).not.toThrow(badKey)
})
