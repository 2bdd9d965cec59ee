import type { Role } from '@luckygas/contract/permissions.ts'

export interface HomeFacts {
  role: Role
  homeApp: 'office' | 'driver' | null
  isPhone: boolean
}

/** Which app opens after login: the remembered choice, else the driver app for a driver on a phone, else the office. */
export function homeAppOf({ role, homeApp, isPhone }: HomeFacts): 'office' | 'driver' {
  if (role !== 'driver') return 'office'
  return homeApp ?? (isPhone ? 'driver' : 'office')
}

/** A narrow screen, or a finger on a small one; a tablet on the desk is an office. */
export function isPhoneScreen(): boolean {
  return globalThis.matchMedia('(max-width: 640px), (pointer: coarse) and (max-height: 480px)').matches
}
