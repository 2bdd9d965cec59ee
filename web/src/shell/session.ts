import { may, type Permission } from '@luckygas/contract/permissions.ts'
import type { Me } from '@luckygas/ui/api/session.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { createContext, useContext } from 'react'
import { api } from './api.ts'

export const useSessionState = () => useObservable(api.session.state)

/** Who is signed in; provided by the app once that is known. */
export const MeContext = createContext<Me | undefined>(undefined)

export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === undefined) throw new Error('used outside the signed-in part of the app')
  return me
}

/** Whether the one permission table lets the signed-in person do this. */
export function useMay(permission: Permission): boolean {
  return may(useMe().role, permission)
}
