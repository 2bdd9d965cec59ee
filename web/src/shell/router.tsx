import type { ComponentType } from 'react'
import { createBrowserRouter } from 'react-router'
import { NotFoundPage } from './NotFoundPage.tsx'
import { Opening } from './Opening.tsx'
import { RouteFault } from './RouteFault.tsx'
import { Shell } from './Shell.tsx'

/** A page's own chunk, fetched when it is first opened. */
const page = (path: string, load: () => Promise<ComponentType>) => ({
  path,
  lazy: async () => ({ Component: await load() }),
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
          page('/', async () => (await import('../features/today/TodayPage.tsx')).TodayPage),
          page('/orders', async () => (await import('../features/orders/OrdersPage.tsx')).OrdersPage),
          page('/orders/new', async () => (await import('../features/orders/NewOrderPage.tsx')).NewOrderPage),
          page('/due-list', async () => (await import('../features/due-list/DueListPage.tsx')).DueListPage),
          page('/dispatch', async () => (await import('../features/dispatch/DispatchPage.tsx')).DispatchPage),
          page('/tracking', async () => (await import('../features/tracking/TrackingPage.tsx')).TrackingPage),
          page(
            '/cylinders',
            async () => (await import('../features/cylinders/CylindersPage.tsx')).CylindersPage,
          ),
          page(
            '/conflicts',
            async () => (await import('../features/conflicts/ConflictsPage.tsx')).ConflictsPage,
          ),
          page(
            '/day-closes',
            async () => (await import('../features/day-closes/DayClosesPage.tsx')).DayClosesPage,
          ),
          page(
            '/customers',
            async () => (await import('../features/customers/CustomersPage.tsx')).CustomersPage,
          ),
          page(
            '/customers/new',
            async () => (await import('../features/customers/NewCustomerPage.tsx')).NewCustomerPage,
          ),
          page(
            '/customers/coarse',
            async () => (await import('../features/customers/CoarsePointsPage.tsx')).CoarsePointsPage,
          ),
          page(
            '/customers/:code',
            async () => (await import('../features/customers/CustomerPage.tsx')).CustomerPage,
          ),
          page('/imports', async () => (await import('../features/imports/ImportsPage.tsx')).ImportsPage),
          page(
            '/settings/:tab',
            async () => (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
          ),
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
])
