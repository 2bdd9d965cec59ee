import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { expect, test } from 'vitest'
import { closeFilters, closesOf } from './close-filter.ts'

type DayClose = (typeof dayCloseSchema)['_output']
const close = (id: string, change: Partial<DayClose>) =>
  ({ id, status: 'agreed', varianceCashNtd: '0', isCylinderVariance: false, ...change }) as DayClose

test('[F4] each figure of the day leads to exactly its closes; one that was taken back counts only among all', () => {
  const closes = [
    close('agreed', {}),
    close('short', { status: 'awaiting_signature', varianceCashNtd: '-100' }),
    close('bottle', { status: 'signed', isCylinderVariance: true }),
    close('even', { status: 'signed' }),
    close('back', { status: 'reopened', varianceCashNtd: '-5' }),
  ]
  const shown = closeFilters.map(filter => closesOf(closes, filter).map(({ id }) => id))
  expect(shown).toEqual([
    ['agreed', 'short', 'bottle', 'even', 'back'],
    ['agreed', 'short'],
    ['short', 'bottle'],
    ['bottle', 'even'],
  ])
})
