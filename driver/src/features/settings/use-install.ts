import { useSyncExternalStore } from 'react'

/** Chromium's offer to install, kept until the driver asks for it. (W3C Manifest Incubations, beforeinstallprompt) */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>
}
let offer: InstallOffer | undefined
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
globalThis.window?.addEventListener('beforeinstallprompt', event => {
  event.preventDefault()
  offer = event as InstallOffer
  tell()
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useInstall() {
  const canAsk = useSyncExternalStore(subscribe, () => offer !== undefined)
  const isInstalled = window.matchMedia('(display-mode: standalone)').matches
  return {
    canAsk,
    /** iOS has no offer: the driver adds it from the share menu. */
    isByHand: !canAsk && !isInstalled,
    async ask(): Promise<void> {
      await offer?.prompt()
      offer = undefined
      tell()
    },
  }
}
