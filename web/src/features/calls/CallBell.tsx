import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import { PhoneIcon } from '@luckygas/ui/icons/things.tsx'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useMay, useMe } from '../../shell/session.ts'
import { EmergencyStrip } from '../orders/EmergencyStrip.tsx'
import { useFunctionKeys } from '../orders/use-function-keys.ts'
import { CallerName } from './CallerName.tsx'
import './calls.css'
import { Kbd } from '../../parts/Kbd.tsx'
import { pathOfCall, useLiveCalls, useTakeCall } from './use-calls.ts'

/** What rings, on every page: F2 takes it; a call that the exchange put through to this desk opens its card by itself. */
export function CallBell() {
  const mayAnswer = useMay('calls.answer')
  const mayRead = useMay('orders.read')
  return (
    <div className="bells">
      {mayRead ? <EmergencyStrip /> : null}
      {mayAnswer ? <Ringing /> : null}
    </div>
  )
}

function Ringing() {
  const { t } = useTranslation()
  const live = useLiveCalls()
  const take = useTakeCall()
  const calls = live?.calls ?? []
  const ringing = calls.filter(call => call.state === 'ringing')
  useOpenAnswered(calls)
  const first = ringing[0]
  useFunctionKeys(first ? [['F2', () => void take(first)]] : [])
  if (first === undefined) return null
  return (
    <section className="bell" role="alert" aria-label={t('calls.ringing')}>
      {ringing.map((call, index) => (
        <div key={call.id} className="row">
          <PhoneIcon size={16} />
          <CallerName call={call} />
          <span className="sp" />
          {call.line === '' ? null : <span className="mut">{t('calls.line', { line: call.line })}</span>}
          <button type="button" className="btn sm" onClick={() => void take(call)}>
            {t('calls.take')} {index === 0 ? <Kbd keys={['F2']} /> : null}
          </button>
        </div>
      ))}
    </section>
  )
}

/** The exchange said that this clerk answered: his card opens, unless he is in the middle of an order. */
function useOpenAnswered(calls: readonly CallView[]): void {
  const me = useMe()
  const navigate = useNavigate()
  const location = useLocation()
  const opened = useRef(new Set<string>())
  const mine = calls.find(call => call.state === 'answered' && call.answeredById === me.id)
  const isOrdering = location.pathname === '/orders/new' && location.search.includes('customer=')
  useEffect(() => {
    if (!mine || opened.current.has(mine.id)) return
    opened.current.add(mine.id)
    const isOpen = location.search.includes(`call=${mine.id}`)
    if (!isOpen && !isOrdering) void navigate(pathOfCall(mine, false))
  }, [mine, isOrdering, location.search, navigate])
}
