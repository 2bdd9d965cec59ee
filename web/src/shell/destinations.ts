import type { Permission } from '@luckygas/contract/permissions.ts'
import * as icons from '@luckygas/ui/icons/rail.tsx'
import { paths } from './paths.ts'

export interface Destination {
  id: string
  to: string
  permission: Permission
  icon: typeof icons.TodayIcon
  /** Digit of the Alt shortcut. */
  digit?: string
}

/** The day's work in the order of the day; the rail, the command box and the key sheet read it. */
export const destinations: readonly Destination[] = [
  { id: 'today', to: paths.today(), permission: 'dispatch.read', icon: icons.TodayIcon, digit: '1' },
  { id: 'orders', to: paths.orders(), permission: 'orders.read', icon: icons.OrdersIcon, digit: '2' },
  { id: 'dueList', to: paths.dueList(), permission: 'due-list.read', icon: icons.DueListIcon, digit: '3' },
  { id: 'dispatch', to: paths.dispatch(), permission: 'dispatch.read', icon: icons.DispatchIcon, digit: '4' },
  { id: 'tracking', to: paths.tracking(), permission: 'tracking.read', icon: icons.TrackingIcon, digit: '5' },
  {
    id: 'cylinders',
    to: paths.cylinders(),
    permission: 'cylinders.read',
    icon: icons.CylindersIcon,
    digit: '6',
  },
  { id: 'conflicts', to: paths.conflicts(), permission: 'conflicts.read', icon: icons.InboxIcon, digit: '7' },
  { id: 'messages', to: paths.messages(), permission: 'messages.read', icon: icons.MessagesIcon },
  {
    id: 'dayCloses',
    to: paths.dayCloses(),
    permission: 'day-close.read',
    icon: icons.DayCloseIcon,
    digit: '8',
  },
  {
    id: 'customers',
    to: paths.customers(),
    permission: 'customers.read',
    icon: icons.CustomersIcon,
    digit: '9',
  },
  { id: 'imports', to: paths.imports(), permission: 'imports.run', icon: icons.ImportIcon },
]

export const settingsDestination: Destination = {
  id: 'settings',
  to: paths.settings(),
  permission: 'session.own',
  icon: icons.SettingsIcon,
}
