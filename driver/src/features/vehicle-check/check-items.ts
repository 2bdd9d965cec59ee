import type { DriverCommand } from '@luckygas/contract/messages/driver-commands.ts'

export type CheckItem = Extract<DriverCommand, { kind: 'vehicle_check' }>['items'][number]['item']

/** In the order in which one walks around the truck; the contract's list without its validator. */
export const checkItems = [
  'tyres',
  'brakes',
  'lights',
  'extinguisher',
  'straps',
  'papers',
  'no_leak',
] as const satisfies readonly CheckItem[]

/** With one of these out of order the truck stays where it is until the office has been asked. */
export const stopsTheTruck: readonly CheckItem[] = ['brakes', 'tyres', 'no_leak']
