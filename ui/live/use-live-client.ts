import { useEffect } from 'react'
import { useObservable } from '../use-observable.ts'
import type { LiveClient, LiveState } from './live-client.ts'

/** Keeps the socket open while the component is mounted and answers its state. */
export function useLiveClient(client: LiveClient): LiveState {
  useEffect(() => {
    client.start()
    const retry = () => client.retryNow()
    const retryWhenSeen = () => {
      if (document.visibilityState === 'visible') client.retryNow()
    }
    window.addEventListener('online', retry)
    document.addEventListener('visibilitychange', retryWhenSeen)
    return () => {
      window.removeEventListener('online', retry)
      document.removeEventListener('visibilitychange', retryWhenSeen)
      client.stop()
    }
  }, [client])
  return useObservable(client.state)
}
