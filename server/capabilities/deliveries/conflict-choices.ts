import type { ConflictKind, DriverCommandKind } from '../../../contract/messages/driver-commands.ts'

/** What a decision does to the books; `none` only says that somebody has seen it and what was agreed. */
export type DecisionEffect =
  | 'none'
  | 'void-delivery'
  | 'void-earlier-delivery'
  | 'accept-phone-amount'
  | 'remove-reading'
  | 'write-off-empties'
  | 'settle-to-depot'
  | 'settle-against-variance'
  | 'use-recount'
  | 'count-both'
  | 'count-earlier'

export interface Choice {
  decision: string
  effect: DecisionEffect
  /** Offered only where the conflict came from one of these commands. */
  onlyFor?: readonly DriverCommandKind[]
}

const keepOrVoid: readonly Choice[] = [
  { decision: 'keep', effect: 'none' },
  { decision: 'void', effect: 'void-delivery', onlyFor: ['deliver'] },
]

/** For each kind of conflict, what the office may decide. The screens and the decision itself read this table. */
export const conflictChoices: Record<ConflictKind, readonly Choice[]> = {
  'stop-reassigned': keepOrVoid,
  'stop-cancelled': keepOrVoid,
  'already-delivered': [
    { decision: 'keep-both', effect: 'count-both' },
    { decision: 'void-this', effect: 'count-earlier' },
    { decision: 'void-earlier', effect: 'void-earlier-delivery' },
  ],
  'run-closed': [
    { decision: 'settle-to-depot', effect: 'settle-to-depot', onlyFor: ['deliver', 'undo'] },
    { decision: 'settle-against-variance', effect: 'settle-against-variance', onlyFor: ['deliver', 'undo'] },
    { decision: 'use-recount', effect: 'use-recount', onlyFor: ['close_day'] },
    { decision: 'keep-first-count', effect: 'none', onlyFor: ['close_day'] },
    { decision: 'carry-over', effect: 'none', onlyFor: ['deliver', 'undo', 'load_out'] },
    { decision: 'void', effect: 'void-delivery', onlyFor: ['deliver'] },
  ],
  'amount-differs': [
    { decision: 'keep-ours', effect: 'none' },
    { decision: 'accept-phone', effect: 'accept-phone-amount' },
  ],
  'truck-stock-negative': [
    { decision: 'counted', effect: 'none' },
    { decision: 'noted', effect: 'none' },
  ],
  'depot-stock-negative': [
    { decision: 'counted', effect: 'none' },
    { decision: 'noted', effect: 'none' },
  ],
  'meter-backwards': [
    { decision: 'reading-right', effect: 'none' },
    { decision: 'typing-error', effect: 'remove-reading' },
  ],
  'clock-wrong': [
    { decision: 'phone-set-right', effect: 'none' },
    { decision: 'noted', effect: 'none' },
  ],
  'credit-not-agreed': [
    { decision: 'agree', effect: 'none' },
    { decision: 'collect-later', effect: 'none' },
  ],
  'empties-short': [
    { decision: 'owed', effect: 'none' },
    { decision: 'write-off', effect: 'write-off-empties' },
  ],
  'vehicle-unsafe': [
    { decision: 'repaired', effect: 'none' },
    { decision: 'may-drive', effect: 'none' },
    { decision: 'vehicle-changed', effect: 'none' },
  ],
  'undo-of-unknown': [{ decision: 'noted', effect: 'none' }],
  'load-differs': [
    { decision: 'plan-changed', effect: 'none' },
    { decision: 'noted', effect: 'none' },
  ],
  'cylinder-expired': [
    { decision: 'fetch-back', effect: 'none' },
    { decision: 'to-inspection', effect: 'none' },
    { decision: 'misread', effect: 'none' },
  ],
}

/** The conflict that stays one question however often its cause repeats, and what it is asked about. */
export const askedOncePer: Partial<Record<ConflictKind, 'run' | 'depot'>> = {
  'clock-wrong': 'run',
  'truck-stock-negative': 'run',
  'depot-stock-negative': 'depot',
}

/** The choices of a conflict that came from a command of this kind. */
export function choicesFor(kind: ConflictKind, commandKind: DriverCommandKind | null): Choice[] {
  return conflictChoices[kind].filter(
    ({ onlyFor }) => !onlyFor || (commandKind !== null && onlyFor.includes(commandKind)),
  )
}
