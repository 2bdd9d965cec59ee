import type { Found, SearchKind } from '@luckygas/contract/endpoints/search.ts'
import { paths } from '../../shell/paths.ts'

/** Where each kind of thing is opened. */
const targets: Readonly<Record<SearchKind, (found: Pick<Found, 'id' | 'key' | 'detail'>) => string>> = {
  customer: ({ key }) => paths.customer(key),
  order: ({ id, detail }) => paths.orders({ date: detail, order: id }),
  driver: () => paths.settings('fleet'),
  vehicle: () => paths.settings('fleet'),
  user: () => paths.settings('users'),
  'cylinder-type': () => paths.cylinders(),
}

/** The page that shows what was found. */
export function targetOf(found: Pick<Found, 'kind' | 'id' | 'key' | 'detail'>): string {
  return targets[found.kind](found)
}
