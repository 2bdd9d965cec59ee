import type { LiveState } from '@luckygas/ui/live/live-client.ts'
import { createContext, useContext } from 'react'

export interface ShellTools {
  liveState: LiveState
  openCommands: () => void
  openKeys: () => void
}
export const ShellContext = createContext<ShellTools>({
  liveState: 'offline',
  openCommands: () => undefined,
  openKeys: () => undefined,
})
export const useShell = () => useContext(ShellContext)
