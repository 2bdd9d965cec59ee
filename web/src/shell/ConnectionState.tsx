import { serverNowMs } from '@luckygas/ui/clock.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { useShell } from './shell-context.ts'

/** Whether what is on the screen is what is happening: a dot live, a ring connecting, a bar offline, and the word. */
export function ConnectionState() {
  const { t } = useTranslation()
  const { liveState } = useShell()
  const circuit = useObservable(api.circuit.state)
  const [now, setNow] = useState(serverNowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNowMs()), 15_000)
    return () => clearInterval(timer)
  }, [])
  const state = circuit === 'closed' ? liveState : 'offline'
  return (
    <span className={`conn conn-${state}`} role="status" title={t(`shell.connectionHint.${state}`)}>
      <i />
      <span className="word">{t(`shell.connection.${state}`)}</span>
      <span className="mut num">{formatTime(new Date(now).toISOString())}</span>
    </span>
  )
}
