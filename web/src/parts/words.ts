import { formatWindows } from '@luckygas/ui/format/format.ts'
import type { TFunction } from 'i18next'

interface Window {
  fromMinute: number
  toMinute: number
}

/** A window this long says nothing that the slot does not. */
const wholeDayMinutes = 10 * 60

/** `早 08–09`, `全天`: the slot and, where narrower, the hours the site accepts. */
export function slotWords(t: TFunction, slot: string, windows: readonly Window[]): string {
  const total = windows.reduce((sum, window) => sum + window.toMinute - window.fromMinute, 0)
  const isWide = windows.length === 0 || total >= wholeDayMinutes
  const hours = isWide ? '' : formatWindows(windows.slice(0, 2)) + (windows.length > 2 ? '…' : '')
  if (slot === 'any') return hours === '' ? t('slot.any') : hours
  return hours === '' ? t(`slot.${slot}`) : `${t(`slot.${slot}`)} ${hours}`
}
