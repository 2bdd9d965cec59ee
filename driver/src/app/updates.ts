import { observable } from '@luckygas/ui/observable.ts'

/** A new version that has been fetched waits until nothing is half-done. */
export const updateState = observable<'none' | 'waiting'>('none')
let waitingWorker: ServiceWorker | undefined
let isApplying = false

/** Switches to the new version; the page starts again where it was. */
export function applyUpdate(): void {
  isApplying = true
  waitingWorker?.postMessage({ type: 'take-over' })
}

/**
 * Registers the worker that lets the app start without network. A new version takes over by itself only when the
 * outbox is empty and nothing is being typed; otherwise it waits for the driver's tap.
 * @param isIdle whether a restart would interrupt nothing
 */
export async function registerWorker(isIdle: () => boolean): Promise<void> {
  const workers = navigator.serviceWorker
  if (workers === undefined || !import.meta.env.PROD) return
  workers.addEventListener('controllerchange', () => {
    if (isApplying) location.reload()
  })
  const registration = await workers.register('/driver/sw.js', { scope: '/driver/', updateViaCache: 'none' })
  const offer = (worker: ServiceWorker | null) => {
    if (worker === null || workers.controller === null) return
    waitingWorker = worker
    updateState.set('waiting')
    if (isIdle()) applyUpdate()
  }
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker)
    })
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => undefined)
    else if (updateState.get() === 'waiting' && isIdle()) applyUpdate()
  })
}
