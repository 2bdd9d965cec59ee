import { observable } from '@luckygas/ui/observable.ts'

/** Where the driver is. Kept in the address for the phone's back button and in its memory for the next start. */
export type Route =
  | { at: 'today' | 'stops' | 'check' | 'close' | 'sync' | 'settings' | 'sign-in' | 'messages' }
  | { at: 'load'; trip: number; isVisit?: boolean }
  | { at: 'stop' | 'deliver' | 'cash' | 'done' | 'fail' | 'tell'; stopId: string }

const plain = new Set(['today', 'stops', 'check', 'close', 'sync', 'settings', 'sign-in', 'messages'])
const ofStop = new Set(['stop', 'deliver', 'cash', 'done', 'fail', 'tell'])

export function pathOf(route: Route): string {
  if (route.at === 'load') return `#/load/${route.trip}${route.isVisit ? '/visit' : ''}`
  return 'stopId' in route ? `#/${route.at}/${route.stopId}` : `#/${route.at}`
}

/** Reads an address; anything unknown is the first screen. */
export function routeOf(hash: string): Route {
  const [, at = '', argument = '', part] = hash.split('/')
  if (at === 'load' && /^\d+$/.test(argument))
    return { at, trip: Number(argument), isVisit: part === 'visit' }
  if (ofStop.has(at) && argument !== '') return { at, stopId: argument } as Route
  return plain.has(at) ? ({ at } as Route) : { at: 'today' }
}

/** The screen that the back arrow leads to. */
export function parentOf(route: Route): Route {
  if (route.at === 'deliver' || route.at === 'fail' || route.at === 'tell')
    return { at: 'stop', stopId: route.stopId }
  if (route.at === 'cash') return { at: 'deliver', stopId: route.stopId }
  return { at: 'today' }
}

export interface Navigation {
  route: ReturnType<typeof observable<Route>>
  go(route: Route): void
  /** The back arrow: replaces, so that the phone's own back button does not return here. */
  up(): void
}

/** @param remember called with each new place */
export function createNavigation(first: Route, remember: (path: string) => void): Navigation {
  const route = observable<Route>(first)
  const show = (next: Route) => {
    route.set(next)
    remember(pathOf(next))
    window.scrollTo(0, 0)
  }
  history.replaceState(null, '', pathOf(first))
  window.addEventListener('popstate', () => show(routeOf(location.hash)))
  return {
    route,
    go(next) {
      if (pathOf(next) === pathOf(route.get())) return
      history.pushState(null, '', pathOf(next))
      show(next)
    },
    up() {
      const next = parentOf(route.get())
      history.replaceState(null, '', pathOf(next))
      show(next)
    },
  }
}
