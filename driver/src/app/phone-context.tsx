import { newId } from '@luckygas/ui/clock.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import type { Run, Stop } from '../offline/day.rules.ts'
import type { DriverDay } from '../offline/outbox.types.ts'
import type { Navigation, Route } from './navigation.ts'
import type { Phone } from './phone.ts'
import type { PhoneState } from './phone-memory.ts'

interface Hands {
  phone: Phone
  navigation: Navigation
}
const HandsContext = createContext<Hands | null>(null)

export function HandsProvider({ children, ...hands }: Hands & { children: ReactNode }) {
  return <HandsContext value={hands}>{children}</HandsContext>
}

function useHands(): Hands {
  const hands = useContext(HandsContext)
  if (hands === null) throw new Error('a screen stands outside the app')
  return hands
}

export const usePhone = (): Phone => useHands().phone
export const useNavigation = (): Navigation => useHands().navigation
export const usePhoneState = (): PhoneState => useObservable(usePhone().state)
export const useRoute = (): Route => useObservable(useNavigation().route)

/** The day and its run, for screens that are only shown while there is one. */
export function useRunDay(): { day: DriverDay; run: Run } {
  const { day } = usePhoneState()
  if (day?.run == null) throw new Error('this screen needs a run')
  return { day, run: day.run }
}

export function useStop(stopId: string): { day: DriverDay; run: Run; stop: Stop } | null {
  const { day } = usePhoneState()
  const stop = day?.stops.find(({ id }) => id === stopId)
  return day?.run == null || stop === undefined ? null : { day, run: day.run, stop }
}

/** A draft that outlives the app: read from the phone's memory, written back on each change. */
export function useDraft<T>(thing: string, make: () => T): [draft: T, save: (draft: T) => void] {
  const phone = usePhone()
  usePhoneState()
  const fresh = useRef<T | null>(null)
  const stored = phone.draft(thing) as T | undefined
  fresh.current ??= stored ?? make()
  const save = useCallback((draft: T) => phone.saveDraft(thing, draft), [phone, thing])
  return [stored ?? fresh.current, save]
}

/** Runs one thing at a time: a second tap while the first still works does nothing. */
export function useOnce(): [run: (work: () => Promise<void>) => void, isBusy: boolean] {
  const [isBusy, setBusy] = useState(false)
  const running = useRef(false)
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    work()
      .catch(() => undefined)
      .finally(() => {
        running.current = false
        setBusy(false)
      })
  }, [])
  return [run, isBusy]
}

export const makeId = newId
