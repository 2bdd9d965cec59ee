import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { listConflicts, listDayCloses } from '@luckygas/ui/api/routes/deliveries.ts'
import { getBoard } from '@luckygas/ui/api/routes/dispatch.ts'
import { getDueList } from '@luckygas/ui/api/routes/forecasting.ts'
import { formatCount, formatKg, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'

interface Figure {
  id: string
  to: string
  value: string | undefined
  unit: string
  note: string
  /** Share done, 0–1, drawn as a bar. */
  share?: number
}

/** Six figures; each opens the list it counts. */
export function Figures({ date }: { date: BusinessDate }) {
  const { t } = useTranslation()
  const board = useRead('board', getBoard, { params: { date } }).data
  const due = useRead('due-list', getDueList, { query: { date: addDays(date, 1) } }).data
  const conflicts = useRead('conflicts', listConflicts, { query: { status: 'open' } }).data
  const closes = useRead('day-closes', listDayCloses, { query: { date } }).data
  const stops = board?.stops ?? []
  const done = stops.filter(stop => stop.state === 'done')
  const failed = stops.filter(stop => stop.state === 'failed').length
  const doneGrams = done.reduce((sum, stop) => sum + stop.gasGrams, 0)
  const waiting = due?.items.filter(item => item.status === 'listed') ?? []
  const cash = closes?.open.reduce((sum, run) => sum + BigInt(run.cashInHandNtd), 0n) ?? 0n
  const toSign = closes?.closes.filter(close => close.status === 'awaiting_signature').length ?? 0
  const figures: Figure[] = [
    {
      id: 'stops',
      to: paths.dispatch({ date }),
      value: board && formatCount(done.length),
      unit: `/${stops.length}`,
      note: t('today.failed', { count: failed }),
      share: stops.length === 0 ? 0 : done.length / stops.length,
    },
    {
      id: 'kg',
      to: paths.dispatch({ date }),
      value: board && formatKg(doneGrams),
      unit: 'kg',
      note: t('today.planKg', { kg: formatKg(board?.totals.gasGrams ?? 0) }),
      share: board === undefined || board.totals.gasGrams === 0 ? 0 : doneGrams / board.totals.gasGrams,
    },
    {
      id: 'due',
      to: paths.dueList({ date: addDays(date, 1) }),
      value: due && formatCount(waiting.length),
      unit: t('word.stops'),
      note: t('today.dueKg', { kg: formatKg(waiting.reduce((sum, item) => sum + item.gasGrams, 0)) }),
    },
    {
      id: 'conflicts',
      to: paths.conflicts(),
      value: conflicts && formatCount(conflicts.conflicts.length),
      unit: t('word.items'),
      note: t('today.conflictsNote'),
    },
    {
      id: 'cash',
      to: paths.dayCloses({ date }),
      value: closes && formatMoney(String(cash)),
      unit: 'NT$',
      note: t('today.cashNote'),
    },
    {
      id: 'closes',
      to: paths.dayCloses({ date }),
      value: closes && formatCount(closes.closes.length),
      unit: closes === undefined ? '' : `/${closes.closes.length + closes.open.length}`,
      note: t('today.toSign', { count: toSign }),
    },
  ]
  return (
    <div className="kp">
      {figures.map(figure => (
        <Link key={figure.id} to={figure.to} className="k">
          <h2>{t(`today.figure.${figure.id}`)}</h2>
          <p className="v num">
            {figure.value === undefined ? <i className="ghost-figure" /> : <b>{figure.value}</b>}
            <span>{figure.unit}</span>
          </p>
          {figure.share === undefined ? null : (
            <span className="bars">
              <i className="good" style={{ width: `${figure.share * 100}%` }} />
            </span>
          )}
          <p className="sub">{figure.note}</p>
        </Link>
      ))}
    </div>
  )
}
