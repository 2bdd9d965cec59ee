import { addDays } from '@luckygas/contract/kernel/dates.ts'
import type { Permission } from '@luckygas/contract/permissions.ts'
import { today } from '@luckygas/ui/clock.ts'
import { paths } from '../../shell/paths.ts'

export interface Command {
  /** Names the text `search.command.ID`. */
  id: string
  permission: Permission
  to(): string
}

/** What Ctrl+K runs besides opening pages, in the order of the day. */
export const commands: readonly Command[] = [
  { id: 'newOrder', permission: 'orders.write', to: () => paths.newOrder() },
  { id: 'newCustomer', permission: 'customers.edit', to: () => paths.newCustomer() },
  { id: 'tomorrow', permission: 'due-list.edit', to: () => paths.dueList({ date: addDays(today(), 1) }) },
  { id: 'publish', permission: 'dispatch.publish', to: () => paths.dispatch({ date: today() }) },
  {
    id: 'planTomorrow',
    permission: 'dispatch.plan',
    to: () => paths.dispatch({ date: addDays(today(), 1) }),
  },
  { id: 'sign', permission: 'day-close.sign', to: () => paths.dayCloses({ date: today() }) },
  { id: 'decide', permission: 'conflicts.decide', to: () => paths.conflicts() },
  { id: 'locate', permission: 'sites.locate', to: () => paths.coarsePoints() },
  { id: 'prices', permission: 'products.edit', to: () => paths.settings('prices') },
  { id: 'fleet', permission: 'dispatch.plan', to: () => paths.settings('fleet') },
  { id: 'users', permission: 'users.manage', to: () => paths.settings('users') },
  { id: 'audit', permission: 'audit.read', to: () => paths.settings('audit') },
  { id: 'password', permission: 'session.own', to: () => paths.settings('own') },
]
