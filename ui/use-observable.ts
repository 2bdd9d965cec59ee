import { useSyncExternalStore } from 'react'
import type { Observable } from './observable.ts'

/** The current value of an observable, rendering again when it changes. */
export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(
    listener => source.subscribe(listener),
    () => source.get(),
  )
}
