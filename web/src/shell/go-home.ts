import type { Me } from '@luckygas/ui/api/session.ts'
import { homeAppOf, isPhoneScreen } from './home-app.ts'

export const driverAppPath = '/driver/'

/** Leaves for the driver app where that is this person's; answers whether it did. */
export function goHome(me: Me): boolean {
  const app = homeAppOf({ role: me.role, homeApp: me.homeApp, isPhone: isPhoneScreen() })
  if (app === 'driver') globalThis.location.assign(driverAppPath)
  return app === 'driver'
}
