import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import type { Translate } from '../../words/words.ts'

/** 少 100, 多 20 or 對. */
export function differenceText(t: Translate, difference: number): string {
  if (difference === 0) return t('close.agrees')
  const amount = formatNtd(BigInt(Math.abs(difference)))
  return t(difference < 0 ? 'close.less' : 'close.more', { amount })
}
