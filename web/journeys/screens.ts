import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'

/** Every address of the office that has a face of its own; the demo company's first customer stands for all. */
export const officeScreens = [
  '/',
  '/orders',
  '/orders/new',
  '/orders/new?customer=1500007',
  '/orders/counter',
  '/orders/counter?customer=1500007',
  '/orders/recurring',
  '/calls',
  '/calls?show=all',
  '/due-list',
  '/due-list?view=patrol',
  '/dispatch',
  '/dispatch?view=list',
  '/dispatch?view=loading',
  '/dispatch?view=staff',
  '/tracking',
  '/cylinders',
  '/messages',
  '/conflicts',
  '/day-closes',
  '/customers',
  '/customers/new',
  '/customers/coarse',
  '/customers/1500007',
  '/imports',
  '/settings/own',
  '/settings/users',
  '/settings/fleet',
  '/settings/prices',
  '/settings/prices?view=rules',
  '/settings/prices?view=updates',
  '/settings/prices?view=board',
  '/settings/holidays',
  '/settings/audit',
] as const

const source = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

/** Routes of the office that no address of a list opens; a new screen is one until somebody lists it. */
export function forgottenOfOffice(addresses: readonly string[]): string[] {
  const routes = [...source('web/src/shell/router.tsx').matchAll(/page\(\s*'([^']+)'/g)].map(
    ([, route]) => route ?? '',
  )
  if (routes.length < 10) throw new Error('the routes of the office are not written as they were')
  const isOpened = (route: string) => {
    const shape = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`)
    return addresses.some(address => shape.test(address.split('?')[0] ?? ''))
  }
  return routes.filter(route => !isOpened(route))
}

/** Screens of the driver that no place of a list opens. */
export function forgottenOfDriver(places: readonly string[]): string[] {
  const screens = [...source('driver/src/app/navigation.ts').matchAll(/new Set\(\[([^\]]+)\]\)/g)]
    .flatMap(([, names]) => [...(names ?? '').matchAll(/'([\w-]+)'/g)])
    .map(([, name]) => name ?? '')
  if (screens.length < 10) throw new Error('the screens of the driver are not written as they were')
  const opened = new Set(places.map(place => place.split('/')[0]))
  return [...screens, 'load'].filter(screen => !opened.has(screen))
}

/** Every screen of a driver's day, by a stop of each kind that the day has. */
export function driverScreens(day: DriverDay): string[] {
  const open = day.stops.filter(stop => stop.state === 'published')
  const done = day.stops.find(stop => stop.delivery !== null)
  const [first] = open
  const metered = open.find(stop => stop.meter !== null)
  const weighing = open.find(stop => stop.meter === null && stop.expectsResidual)
  return [
    'today',
    'stops',
    'check',
    'load/1',
    ...(first ? ['stop', 'deliver', 'cash', 'fail', 'tell'].map(at => `${at}/${first.id}`) : []),
    ...(metered ? [`deliver/${metered.id}`] : []),
    ...(weighing ? [`deliver/${weighing.id}`] : []),
    ...(done ? [`done/${done.id}`] : []),
    'messages',
    'close',
    'sync',
    'settings',
    'sign-in',
  ]
}
