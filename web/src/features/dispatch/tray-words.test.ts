import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { trayWords } from './tray-words.ts'

const t = ((key: string, params: object) => `${key} ${JSON.stringify(params ?? {})}`) as TFunction
const lane = { key: 'r', driverId: 'd1', driverName: '', letter: 'B', run: undefined, stops: [] }
const view = { lanes: [lane] }
const stop = { unplannedBecause: 'load' }
const left = { stopId: 's', reason: 'load', costNtd: null, lifts: [] }

test('[E1] before it is asked, the tray says what a reason means, and nothing of a stop that is new', () => {
  expect(trayWords(t, stop, undefined, view)).toContain('unplannedWhy.load')
  expect(trayWords(t, { unplannedBecause: null }, undefined, view)).toBe('')
})

test('[E1] once asked, it says which rule alone keeps the stop out, or what the cheapest place costs', () => {
  const lifts = [
    { rule: 'trips' as const, costNtd: 1120, driverId: 'd1' },
    { rule: 'load' as const, costNtd: 200, driverId: 'd9' },
  ]
  expect(trayWords(t, stop, { ...left, lifts }, view)).toBe(
    'dispatch.why.lift.trips {"amount":"1,120","letter":"B"}',
  )
  expect(trayWords(t, stop, { ...left, costNtd: 80, lifts }, view)).toBe(
    'dispatch.why.placeCost {"amount":"80"}',
  )
  expect(trayWords(t, stop, { ...left, lifts: lifts.slice(1) }, view)).toContain('"letter":"?"')
  expect(trayWords(t, stop, left, view)).toContain('unplannedWhy.load')
})
