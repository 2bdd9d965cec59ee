import type { ComponentType } from 'react'
import { createBrowserRouter } from 'react-router'
import { loadModule } from './load-module.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { Opening } from './Opening.tsx'
import { RouteFault } from './RouteFault.tsx'
import { Shell } from './Shell.tsx'

/** A page's own chunk, fetched when it is first opened. */
const page = <K extends string>(path: string, load: () => Promise<Record<K, ComponentType>>, name: K) => ({
  path,
  lazy: async () => ({ Component: (await loadModule(load))[name] }),
})

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: RouteFault,
    HydrateFallback: Opening,
    children: [
      {
        ErrorBoundary: RouteFault,
        children: [
          page('/', () => import('../features/today/TodayPage.tsx'), 'TodayPage'),
          page('/orders', () => import('../features/orders/OrdersPage.tsx'), 'OrdersPage'),
          page('/orders/new', () => import('../features/orders/NewOrderPage.tsx'), 'NewOrderPage'),
          page('/orders/counter', () => import('../features/orders/CounterPage.tsx'), 'CounterPage'),
          page('/orders/recurring', () => import('../features/orders/RecurringPage.tsx'), 'RecurringPage'),
          page('/calls', () => import('../features/calls/CallsPage.tsx'), 'CallsPage'),
          page('/due-list', () => import('../features/due-list/DueListPage.tsx'), 'DueListPage'),
          page('/dispatch', () => import('../features/dispatch/DispatchPage.tsx'), 'DispatchPage'),
          page('/tracking', () => import('../features/tracking/TrackingPage.tsx'), 'TrackingPage'),
          page('/cylinders', () => import('../features/cylinders/CylindersPage.tsx'), 'CylindersPage'),
          page('/messages', () => import('../features/messages/MessagesPage.tsx'), 'MessagesPage'),
          page('/conflicts', () => import('../features/conflicts/ConflictsPage.tsx'), 'ConflictsPage'),
          page('/day-closes', () => import('../features/day-closes/DayClosesPage.tsx'), 'DayClosesPage'),
          page('/customers', () => import('../features/customers/CustomersPage.tsx'), 'CustomersPage'),
          page(
            '/customers/new',
            () => import('../features/customers/NewCustomerPage.tsx'),
            'NewCustomerPage',
          ),
          page(
            '/customers/coarse',
            () => import('../features/customers/CoarsePointsPage.tsx'),
            'CoarsePointsPage',
          ),
          page('/customers/:code', () => import('../features/customers/CustomerPage.tsx'), 'CustomerPage'),
          page('/imports', () => import('../features/imports/ImportsPage.tsx'), 'ImportsPage'),
          page('/settings/:tab', () => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
])
