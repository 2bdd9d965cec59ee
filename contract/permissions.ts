/** The seven roles and the one table of who may do what. Server, screens and tests read this table; absent is denied. */
export const roles = [
  'super_admin',
  'manager',
  'office',
  'dispatcher',
  'driver',
  'accountant',
  'customer',
] as const
export type Role = (typeof roles)[number]

const everyone = roles
const staff = ['super_admin', 'manager', 'office', 'dispatcher', 'accountant'] as const
const desk = ['super_admin', 'manager', 'office', 'dispatcher'] as const
const lead = ['super_admin', 'manager'] as const

export const permissions = {
  'session.own': everyone,
  'users.manage': ['super_admin'],
  'audit.read': lead,
  'parameters.read': staff,
  'parameters.edit': lead,
  'customers.read': staff,
  'customers.edit': desk,
  'sites.locate': desk,
  'imports.run': ['super_admin', 'manager', 'office'],
  'products.read': [...staff, 'driver'],
  'products.edit': lead,
  'orders.read': staff,
  'orders.write': desk,
  'orders.change-published': lead,
  'calls.answer': desk,
  'forecast.read': staff,
  'forecast.run': desk,
  'due-list.read': staff,
  'due-list.edit': desk,
  /** To put a visit off beyond its latest safe day. */
  'due-list.beyond': lead,
  'dispatch.read': staff,
  'dispatch.plan': desk,
  'dispatch.publish': desk,
  'tracking.read': staff,
  'conflicts.read': staff,
  'conflicts.decide': desk,
  'cylinders.read': staff,
  'cylinders.count': [...desk, 'accountant'],
  'day-close.read': staff,
  'day-close.sign': [...desk, 'accountant'],
  'day-close.sign-large': lead,
  'day-close.reopen': lead,
  'messages.read': staff,
  'messages.send': [...desk, 'accountant'],
  'exports.legacy': [...desk, 'accountant'],
  'integrity.run': lead,
  'jobs.manage': lead,
  'driver.work': ['driver'],
  'files.write': [...staff, 'driver'],
  'files.read': [...staff, 'driver'],
  'search.use': staff,
  'live.listen': [...staff, 'driver'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** Whether a role holds a permission; default deny. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role)
}
