import { nowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { usePhone } from '../app/phone-context.tsx'

/** Since when the browser says that there is no network; undefined while it says that there is one. */
const cutSinceMs = observable(navigator.onLine ? undefined : nowMs())
window.addEventListener('online', () => cutSinceMs.set(undefined))
window.addEventListener('offline', () => cutSinceMs.set(nowMs()))

/**
 * Whether the office could be reached at the last try. A browser that says there is no network is believed until the
 * office answers what it was asked after that: some are wrong about networks that they do not know.
 */
export function useIsReachable(): boolean {
  const { sender } = usePhone()
  const { phase } = useObservable(sender.state)
  const metAtMs = useObservable(sender.metAtMs)
  const cutSince = useObservable(cutSinceMs)
  return phase !== 'waiting' && (cutSince === undefined || (metAtMs !== undefined && metAtMs >= cutSince))
}
