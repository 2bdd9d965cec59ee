import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatDecimal, formatSigned } from '@luckygas/ui/format/format.ts'
import { CloseIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useMay } from '../../shell/session.ts'
import { type Found, useImprovement } from './use-improvement.ts'
import './running-day.css'

/** 改排建議 at the foot of any page: what a re-plan near the last event would change, taken or left in one click. */
export function ImprovementDock() {
  return useMay('dispatch.publish') ? <Dock /> : null
}

function Dock() {
  const { t } = useTranslation()
  const act = useAct()
  const { state, isAccepting, accept, drop } = useImprovement()
  if (state.step === 'idle') return null
  return (
    <section className="improvement" aria-label={t('improve.title')} aria-busy={state.step === 'searching'}>
      <header className="row">
        <b>{t('improve.title')}</b>
        <span className="sp" />
        <button type="button" className="btn ghost sq" onClick={drop} aria-label={t('word.close')}>
          <CloseIcon size={16} />
        </button>
      </header>
      {state.step === 'found' ? (
        <>
          <Summary found={state.found} />
          <Changes found={state.found} />
          <footer className="row">
            <button type="button" className="btn" disabled={isAccepting} onClick={drop}>
              {t('improve.reject')}
            </button>
            <span className="sp" />
            <button
              type="button"
              className="btn accent"
              disabled={isAccepting}
              onClick={() =>
                void act(async () => {
                  const isDone = await accept(state.found)
                  say(t(isDone ? 'improve.accepted' : 'improve.movedOn'))
                })
              }
            >
              {t('improve.accept')}
            </button>
          </footer>
        </>
      ) : (
        <p className="mut" role="status">
          {t(state.step === 'searching' ? 'improve.searching' : 'improve.none')}
        </p>
      )}
    </section>
  )
}

function Summary({ found }: { found: Found }) {
  const { t } = useTranslation()
  const moved = found.stops.filter(stop => stop.from.runId !== stop.to.runId).length
  return (
    <p className="row num savings" role="status">
      <span>{t('improve.minutes', { minutes: formatSigned(-found.savedMinutes) })}</span>
      <span>{t('improve.km', { km: formatSignedDecimal(-found.savedKm) })}</span>
      {found.savedLateMinutes === 0 ? null : (
        <span>{t('improve.late', { minutes: formatSigned(-found.savedLateMinutes) })}</span>
      )}
      <span>{moved === 0 ? t('improve.sameDrivers') : t('improve.otherDrivers', { count: moved })}</span>
    </p>
  )
}

const formatSignedDecimal = (value: number) => `${value < 0 ? '−' : '+'}${formatDecimal(Math.abs(value))}`

function Changes({ found }: { found: Found }) {
  const { t } = useTranslation()
  if (found.stops.length === 0) return <p className="mut">{t('improve.orderOnly')}</p>
  return (
    <div className="scroll moves">
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('word.customer')}</th>
            <th>{t('improve.driver')}</th>
            <th className="r">{t('running.newEta')}</th>
            <th className="r">{t('improve.shift')}</th>
          </tr>
        </thead>
        <tbody>
          {found.stops.map(({ stopId, shortName, from, to, oldEtaMinute, newEtaMinute }) => (
            <tr key={stopId}>
              <td>{shortName}</td>
              <td>
                <span
                  className="row"
                  title={from === to ? from.driverName : `${from.driverName} → ${to.driverName}`}
                >
                  <DriverLetter letter={from.letter} />
                  {from.runId === to.runId ? null : (
                    <>
                      → <DriverLetter letter={to.letter} />
                    </>
                  )}
                </span>
              </td>
              <td className="r num">{formatMinute(newEtaMinute)}</td>
              <td className={newEtaMinute - oldEtaMinute > 15 ? 'r num st-late' : 'r num'}>
                {t('running.minutes', { minutes: formatSigned(newEtaMinute - oldEtaMinute) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
