import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'

type DayClose = (typeof dayCloseSchema)['_output']

export const closeFilters = ['all', 'waiting', 'differs', 'received'] as const
export type CloseFilter = (typeof closeFilters)[number]

const shows: Record<CloseFilter, (close: DayClose) => boolean> = {
  all: () => true,
  waiting: close => close.status === 'agreed' || close.status === 'awaiting_signature',
  differs: close =>
    close.status !== 'reopened' && (close.varianceCashNtd !== '0' || close.isCylinderVariance),
  received: close => close.status === 'signed',
}

/** The closes a filter shows, in the order given. */
export const closesOf = (closes: readonly DayClose[], filter: CloseFilter): DayClose[] =>
  closes.filter(shows[filter])
