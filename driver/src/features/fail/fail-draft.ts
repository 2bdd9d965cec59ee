import type { FailureReason } from '@luckygas/contract/states.ts'
import { makeId } from '../../app/phone-context.tsx'

/** Why a stop could not be served, as far as it has been typed. */
export interface FailDraft {
  stopId: string
  deliveryId: string
  reason: FailureReason | null
  note: string
  files: { fileId: string; purpose: 'photo' | 'signature' }[]
  replaces: string | null
}
export const failThing = (stopId: string) => `fail/${stopId}`
export const newFailDraft = (stopId: string): FailDraft => ({
  stopId,
  deliveryId: makeId(),
  reason: null,
  note: '',
  files: [],
  replaces: null,
})
