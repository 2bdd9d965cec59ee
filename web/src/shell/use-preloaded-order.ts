import { useEffect } from 'react'
import { loadModule } from './load-module.ts'
import { useMay } from './session.ts'

/** How long it waits at most for a page that is never idle. */
const patienceMs = 5_000

/** Fetches the phone order's part of the app while nothing else is going on: when it rings, it must stand there. */
export function usePreloadedOrder(): void {
  const mayOrder = useMay('orders.write')
  useEffect(() => {
    if (!mayOrder) return
    // What could not be fetched now is fetched when it is opened.
    const load = () =>
      void loadModule(() => import('../features/orders/NewOrderPage.tsx')).catch(() => undefined)
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(load, patienceMs)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(load, { timeout: patienceMs })
    return () => cancelIdleCallback(idle)
  }, [mayOrder])
}
