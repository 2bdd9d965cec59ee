import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useSyncExternalStore } from 'react'
import { usePhone } from '../app/phone-context.tsx'

function subscribeToNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Whether the office could be reached at the last try and the phone believes in its network. */
export function useIsReachable(): boolean {
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine)
  const { phase } = useObservable(usePhone().sender.state)
  return isOnline && phase !== 'waiting'
}
