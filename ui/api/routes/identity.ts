import type * as contract from '@luckygas/contract/endpoints/identity.ts'
import { route } from '../route.ts'

export const beginSecondFactor = route<typeof contract.beginSecondFactor>(
  'identity.begin-second-factor',
  'POST',
  '/api/auth/second-factor',
  { isKeyless: true },
)
export const changePassword = route<typeof contract.changePassword>(
  'identity.change-password',
  'POST',
  '/api/auth/password',
)
export const confirmSecondFactor = route<typeof contract.confirmSecondFactor>(
  'identity.confirm-second-factor',
  'POST',
  '/api/auth/second-factor/confirm',
  { isKeyless: true },
)
export const createUser = route<typeof contract.createUser>('identity.create-user', 'POST', '/api/users')
export const listAudit = route<typeof contract.listAudit>('admin.list-audit', 'GET', '/api/audit')
export const listUsers = route<typeof contract.listUsers>('identity.list-users', 'GET', '/api/users')
export const login = route<typeof contract.login>('identity.login', 'POST', '/api/auth/login', {
  isKeyless: true,
})
export const logout = route<typeof contract.logout>('identity.logout', 'POST', '/api/auth/logout', {
  isKeyless: true,
})
export const me = route<typeof contract.me>('identity.me', 'GET', '/api/me')
export const refresh = route<typeof contract.refresh>('identity.refresh', 'POST', '/api/auth/refresh', {
  isKeyless: true,
})
export const removeSecondFactor = route<typeof contract.removeSecondFactor>(
  'identity.remove-second-factor',
  'POST',
  '/api/auth/second-factor/remove',
)
export const removeUserSecondFactor = route<typeof contract.removeUserSecondFactor>(
  'identity.remove-user-second-factor',
  'POST',
  '/api/users/:id/second-factor/remove',
)
export const resetPassword = route<typeof contract.resetPassword>(
  'identity.reset-password',
  'POST',
  '/api/users/:id/password',
)
export const setPreferences = route<typeof contract.setPreferences>(
  'identity.set-preferences',
  'PUT',
  '/api/me/preferences',
)
export const updateUser = route<typeof contract.updateUser>('identity.update-user', 'PATCH', '/api/users/:id')
