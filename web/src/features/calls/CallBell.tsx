import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import { serverNowMs } from '@luckygas/ui/clock.ts'
import { PhoneIcon } from '@luckygas/ui/icons/things.tsx'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useMay, useMe } from '../../shell/session.ts'
import { useFunctionKeys } from '../orders/use-function-keys.ts'
import { CallerName } from './CallerName.tsx'
import './calls.css'
import { Kbd } from '../../parts/Kbd.tsx'
import { openedHere, pathOfCall, useLiveCalls, useTakeCall } from './use-calls.ts'

/** What rings, on every page: F2 takes it; a call that the exchange put through to this desk opens its card by itself. */
export function CallBell() {
  const mayAnswer = useMay('calls.answer')
  return <div className="bells">{mayAnswer ? <Ringing /> : null}</div>
}

function Ringing() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const location = useLocation()
  const live = useLiveCalls()
  const take = useTakeCall()
  const calls = live?.calls ?? []
  const isElsewhere = (call: CallView) => !location.search.includes(`call=${call.id}`)
  const mine = calls.findLast(call => call.state === 'answered' && call.answeredById === me.id)
  useOpenAnswered(mine)
  const shown = [
    ...calls.filter(call => call.state === 'ringing'),
    ...(mine && isElsewhere(mine) ? [mine] : []),
  ]
  const open = (call: CallView) =>
    call.state === 'ringing' ? void take(call) : void navigate(pathOfCall(call, true))
  const first = shown[0]
  useFunctionKeys(first ? [['F2', () => open(first)]] : [])
  if (first === undefined) return null
  return (
    <section className="bell" role="alert" aria-label={t('calls.ringing')}>
      {shown.map((call, index) => (
        <div key={call.id} className="row">
          <PhoneIcon size={16} />
          <CallerName call={call} />
          <span className="sp" />
          {call.line === '' ? null : <span className="mut">{t('calls.line', { line: call.line })}</span>}
          <button type="button" className="btn sm" onClick={() => open(call)}>
            {t(call.state === 'ringing' ? 'calls.take' : 'calls.openCard')}{' '}
            {index === 0 ? <Kbd keys={['F2']} /> : null}
          </button>
        </div>
      ))}
    </section>
  )
}

/** Older answers do not open by themselves any more, as after a page was loaded anew. */
const freshMs = 60_000

/**
 * The exchange said that this clerk answered just now: his card opens, unless he is in the middle of an order or of a
 * dialog, whose typing must not be lost; then the call waits in the bell.
 */
function useOpenAnswered(mine: CallView | undefined): void {
  const navigate = useNavigate()
  const location = useLocation()
  useEffect(() => {
    if (!mine || openedHere.has(mine.id)) return
    openedHere.add(mine.id)
    const isFresh = serverNowMs() - Date.parse(mine.answeredAt ?? '') < freshMs
    const isOrdering = location.pathname === '/orders/new' && /customer=|new=/.test(location.search)
    const isInDialog = document.querySelector('[role="dialog"]') !== null
    const isOpen = location.search.includes(`call=${mine.id}`)
    if (isFresh && !isOrdering && !isInDialog && !isOpen) void navigate(pathOfCall(mine, false))
  }, [mine, location.pathname, location.search, navigate])
}
