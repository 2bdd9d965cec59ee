import { vehicleCheckItems } from '@luckygas/contract/messages/driver-commands.ts'
import { expect, test } from 'vitest'
import { dayFixture } from '../../../testkit/day-fixture.ts'
import type { Run } from '../../offline/day.rules.ts'
import { type CheckDraft, checkItemsOf, faultyOf, firstList, photosMissing } from './check-items.ts'

const run = dayFixture().run as Run
const item = (code: string, needsPhoto: boolean) => ({
  code,
  label: code,
  labelEn: code,
  effect: 'block' as const,
  needsPhoto,
})

test('[F4] without a list of the day the driver walks past the contract’s first one, in its order', () => {
  expect(firstList).toEqual(vehicleCheckItems)
  const items = checkItemsOf(run, code => `有${code}`)
  expect(items.map(({ code }) => code)).toEqual(firstList)
  expect(items.filter(({ effect }) => effect === 'block').map(({ code }) => code)).toEqual([
    'tyres',
    'brakes',
    'extinguisher',
    'no_leak',
  ])
  expect(items[0]).toMatchObject({ label: '有tyres', needsPhoto: false })
})

test('[F4] the list of the day goes first, and a fault that must be shown waits for its picture', () => {
  const checkItems = [item('tyres', true), item('lights', false)]
  const items = checkItemsOf({ ...run, checkItems }, code => code)
  expect(items).toBe(checkItems)
  const draft: CheckDraft = {
    faults: { lights: '', tyres: '磨平', gone: '' },
    odometer: '',
    replaces: null,
  }
  expect(faultyOf(items, draft).map(({ code }) => code)).toEqual(['tyres', 'lights'])
  expect(photosMissing(items, draft).map(({ code }) => code)).toEqual(['tyres'])
  expect(photosMissing(items, { ...draft, photos: { tyres: 'file' } })).toEqual([])
})
