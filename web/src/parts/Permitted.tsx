import type { Permission } from '@luckygas/contract/permissions.ts'
import type { ReactNode } from 'react'
import { useMay } from '../shell/session.ts'
import { NoPermission } from './Loaded.tsx'

/** Shows the page to those who may read it, and says so to the others. */
export function Permitted({ to, children }: { to: Permission; children: ReactNode }) {
  return useMay(to) ? children : <NoPermission />
}
