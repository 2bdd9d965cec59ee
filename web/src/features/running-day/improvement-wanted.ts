import { observable } from '@luckygas/ui/observable.ts'

/** Near what a better rest of the day is to be looked for. Without stops and runs: the whole day. */
export interface ImprovementWanted {
  stopIds: readonly string[]
  runIds: readonly string[]
  /** Somebody pressed for it, so he hears that there is nothing too; after an event silence is enough. */
  isAsked: boolean
}

export const improvementWanted = observable<ImprovementWanted | undefined>(undefined)

/** Has the day looked at anew near an event; what is found comes up as a proposal, whatever page is open. */
export function lookForBetter(wanted: Partial<ImprovementWanted>): void {
  improvementWanted.set({ stopIds: [], runIds: [], isAsked: false, ...wanted })
}
