import { useLiveClient } from '@luckygas/ui/live/use-live-client.ts'
import { useEffect, useState } from 'react'
import { Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import { CallBell } from '../features/calls/CallBell.tsx'
import { ImprovementDock } from '../features/running-day/ImprovementDock.tsx'
import { useHotkeys } from '../parts/use-hotkeys.ts'
import { CommandBox } from './CommandBox.tsx'
import { destinations } from './destinations.ts'
import { goHome } from './go-home.ts'
import { KeySheet } from './KeySheet.tsx'
import { live } from './live.ts'
import { MustChangePassword } from './MustChangePassword.tsx'
import { Rail } from './Rail.tsx'
import { useMe } from './session.ts'
import { ShellContext } from './shell-context.ts'
import { usePreloadedOrder } from './use-preloaded-order.ts'

const digitKeys = (go: (to: string) => void) =>
  Object.fromEntries(
    destinations.flatMap(({ digit, to }) =>
      digit === undefined ? [] : [[`alt+Digit${digit}`, () => go(to)]],
    ),
  )

/** Rail, page and the two boxes that open from anywhere. */
export function Shell() {
  const me = useMe()
  const location = useLocation()
  const navigate = useNavigate()
  const navigation = useNavigation()
  const liveState = useLiveClient(live)
  usePreloadedOrder()
  const [open, setOpen] = useState<'commands' | 'keys' | undefined>()
  useEffect(() => {
    if (location.pathname === '/') goHome(me)
  }, [location.pathname, me])
  useHotkeys({
    'ctrl+KeyK': () => setOpen('commands'),
    'shift+Slash': () => setOpen('keys'),
    ...digitKeys(to => void navigate(to)),
  })
  if (me.mustChangePassword) return <MustChangePassword />
  return (
    <ShellContext
      value={{ liveState, openCommands: () => setOpen('commands'), openKeys: () => setOpen('keys') }}
    >
      <div className="shell" aria-busy={navigation.state === 'loading'}>
        <Rail />
        <Outlet />
        <CallBell />
        <ImprovementDock />
        <CommandBox isOpen={open === 'commands'} onClose={() => setOpen(undefined)} />
        <KeySheet isOpen={open === 'keys'} onClose={() => setOpen(undefined)} />
      </div>
    </ShellContext>
  )
}
