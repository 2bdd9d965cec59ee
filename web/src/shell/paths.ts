import type { Permission } from '@luckygas/contract/permissions.ts'

type Query = Record<string, string | undefined>

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value)
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Who is ordering: a customer, a number that may be several, the call it came by; `ready` has the usual order stand ready. */
interface NewOrderQuery extends Query {
  customer?: string | undefined
  phone?: string | undefined
  call?: string | undefined
  ready?: string | undefined
  new?: string | undefined
}

/** Every address of the office app; links are made here and nowhere else. */
export const paths = {
  today: () => '/',
  orders: (query?: { date?: string; state?: string; order?: string; step?: string }) =>
    withQuery('/orders', query),
  newOrder: (query?: NewOrderQuery) => withQuery('/orders/new', query),
  counter: (query?: { customer?: string }) => withQuery('/orders/counter', query),
  recurring: (query?: { customer?: string; open?: string }) => withQuery('/orders/recurring', query),
  calls: (query?: { show?: string }) => withQuery('/calls', query),
  dueList: (query?: { date?: string; reason?: string }) => withQuery('/due-list', query),
  dispatch: (query?: { date?: string; stop?: string; view?: string }) => withQuery('/dispatch', query),
  tracking: () => '/tracking',
  cylinders: (query?: { kind?: string }) => withQuery('/cylinders', query),
  messages: (query?: { driver?: string }) => withQuery('/messages', query),
  conflicts: () => '/conflicts',
  dayCloses: (query?: { date?: string; show?: string }) => withQuery('/day-closes', query),
  customers: (query?: { q?: string }) => withQuery('/customers', query),
  customer: (code: string) => `/customers/${encodeURIComponent(code)}`,
  newCustomer: () => '/customers/new',
  coarsePoints: () => '/customers/coarse',
  imports: (query?: { run?: string }) => withQuery('/imports', query),
  settings: (tab: SettingsTab = 'own') => `/settings/${tab}`,
} as const

export const settingsTabs = ['own', 'users', 'fleet', 'prices', 'holidays', 'jobs', 'audit'] as const
export type SettingsTab = (typeof settingsTabs)[number]

export const settingsPermissions: Record<SettingsTab, Permission> = {
  own: 'session.own',
  users: 'users.manage',
  fleet: 'dispatch.plan',
  prices: 'products.read',
  holidays: 'customers.read',
  jobs: 'jobs.manage',
  audit: 'audit.read',
}
