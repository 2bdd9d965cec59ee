import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { interruptionCauses } from '@luckygas/contract/endpoints/running-day.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import {
  interruptRun,
  priceInterruption as priceInterruptionRoute,
} from '@luckygas/ui/api/routes/running-day.ts'
import { formatCount, formatCounts, formatSigned, formatTime } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { lookForBetter } from './improvement-wanted.ts'
import './running-day.css'

type Preview = EndpointAnswer<NonNullable<(typeof priceInterruptionRoute)['types']>>

interface Props {
  runId: string
  driverName: string
  onClose: () => void
}

/** 生病: the first press shows who takes over what, the second does it. */
export function InterruptionSheet({ runId, driverName, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const [cause, setCause] = useState<(typeof interruptionCauses)[number]>('sick')
  const preview = useRead(
    'running-day',
    priceInterruptionRoute,
    { body: { runId, cause: 'sick' } },
    { staleMs: 0 },
  )
  const interrupt = useWrite(interruptRun, ['running-day', 'board', 'orders'])
  const confirm = ({ changes, toTray, basis }: Preview) =>
    act(
      async () => {
        await interrupt.mutateAsync({ body: { runId, cause, changes, toTray, basis } })
        const moved = changes.flatMap(each => each.sequences.flatMap(sequence => sequence.stopIds))
        if (moved.length > 0) lookForBetter({ stopIds: moved })
        onClose()
      },
      t('running.interrupted', { name: driverName }),
    )
  return (
    <Sheet title={t('running.interruptTitle', { name: driverName })} isOpen onClose={onClose}>
      <Segments
        label={t('running.cause')}
        value={cause}
        onChange={setCause}
        options={interruptionCauses.map(value => ({ value, text: t(`running.causes.${value}`) }))}
      />
      <Loaded query={preview} skeleton={<SkeletonRows rows={8} widths={[30, 20, 20]} />}>
        {data => (
          <>
            <Moves preview={data} />
            <TruckAdvice preview={data} />
            <footer className="row decide">
              <span className="mut">{t('running.doneStay', { count: data.doneStops })}</span>
              <span className="sp" />
              <button
                type="button"
                className="btn accent"
                disabled={interrupt.isPending}
                onClick={() => void confirm(data)}
              >
                {t('running.confirmInterrupt', {
                  moved: data.moves.length - data.toTray.length,
                  tray: data.toTray.length,
                })}
              </button>
            </footer>
          </>
        )}
      </Loaded>
    </Sheet>
  )
}

function Moves({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  return (
    <div className="scroll moves">
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('word.customer')}</th>
            <th>{t('running.takesOver')}</th>
            <th className="r">{t('running.newEta')}</th>
            <th className="r">{t('running.change')}</th>
            <th>{t('running.goods')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.moves.map(move => (
            <tr key={move.stopId}>
              <td>
                <b>{move.shortName}</b>
              </td>
              {move.toLetter === null ? (
                <td colSpan={4} className="st-late">
                  {t('running.toTray')}・{t(`running.because.${move.because ?? 'time'}`)}
                  {move.prizeNtd === null ? '' : t('running.prize', { money: formatCount(move.prizeNtd) })}
                </td>
              ) : (
                <>
                  <td>
                    <span className="row">
                      <DriverLetter letter={move.toLetter} /> {move.toDriverName}
                      {move.isToIdle ? <span className="chip">{t('running.waiting')}</span> : null}
                    </span>
                  </td>
                  <td className="r">{move.etaMinute === null ? '' : formatMinute(move.etaMinute)}</td>
                  <td className={move.laterMinutes !== null && move.laterMinutes > 15 ? 'r st-late' : 'r'}>
                    {move.laterMinutes === null
                      ? ''
                      : t('running.minutes', { minutes: formatSigned(move.laterMinutes) })}
                  </td>
                  <td>{t(move.stock === 'aboard' ? 'running.hasIt' : 'running.mustLoad')}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {preview.later.some(each => each.breaks !== null) ? (
        <ul className="later">
          {preview.later
            .filter(each => each.breaks !== null)
            .map(each => (
              <li key={each.stopId} className="st-failed">
                {each.driverName}・{t('running.later', { name: each.shortName, count: each.laterMinutes })}
                {t(`running.breaks.${each.breaks ?? 'window'}`, { count: each.brokenMinutes })}
              </li>
            ))}
        </ul>
      ) : null}
    </div>
  )
}

function TruckAdvice({ preview: { truck } }: { preview: Preview }) {
  const { t } = useTranslation()
  const isEmpty = Object.keys(truck.full).length === 0 && Object.keys(truck.empty).length === 0
  return (
    <section className="advice">
      <h3>{t('running.truck', { plate: truck.plate })}</h3>
      {isEmpty ? (
        <p>{t('running.truckEmpty')}</p>
      ) : (
        <>
          <p className="num">
            {t('running.truckHolds', {
              full: formatCounts(truck.full) || '0',
              empty: formatCounts(truck.empty) || '0',
            })}
          </p>
          <p>{t('running.truckAdvice')}</p>
        </>
      )}
      {truck.heardAt === null ? null : (
        <p className="mut">{t('running.lastHeard', { time: formatTime(truck.heardAt) })}</p>
      )}
    </section>
  )
}
