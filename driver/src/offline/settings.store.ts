import { newId } from '@luckygas/ui/clock.ts'
import type { OfficeAsk } from './asks.rules.ts'
import type { DriverDatabase } from './database.ts'
import type { Author } from './outbox.types.ts'

/** The small things a phone remembers between starts. */
export interface Device {
  deviceId: string
  /** The sequence of the newest command made here. */
  lastSequence: number
}
export interface SettingValues {
  device: Device
  /** Whoever signed in last; absent after signing out. */
  author: Author
  /** Server minus phone clock in milliseconds, as last measured. */
  clockOffsetMs: number
  /** Signed out without the office having heard of it; the next start tells it before anything else. */
  isSignOutOwed: boolean
  /** Where the driver was, so that a killed app comes back to it. */
  route: string
  isInstallHintSeen: boolean
  /** What the office has to decide about facts of this phone. */
  asks: OfficeAsk[]
  /** Which app leads the way: Google's map, or whatever the phone offers. */
  guide: 'google' | 'phone'
}
export type SettingName = keyof SettingValues

export async function readSetting<K extends SettingName>(
  database: DriverDatabase,
  name: K,
): Promise<SettingValues[K] | undefined> {
  return (await database.get('settings', name)) as SettingValues[K] | undefined
}

export async function writeSetting<K extends SettingName>(
  database: DriverDatabase,
  name: K,
  value: SettingValues[K],
): Promise<void> {
  await database.put('settings', value, name)
}

export async function forgetSetting(database: DriverDatabase, name: SettingName): Promise<void> {
  await database.delete('settings', name)
}

export const newDevice = (): Device => ({ deviceId: newId(), lastSequence: 0 })
