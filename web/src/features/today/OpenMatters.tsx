import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { listConflicts } from '@luckygas/ui/api/routes/deliveries.ts'
import { getBoard } from '@luckygas/ui/api/routes/dispatch.ts'
import { serverNowMs } from '@luckygas/ui/clock.ts'
import { stateMarks, type VisibleState } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { boardView } from '../dispatch/board-view.ts'
import { useViolationWords } from '../dispatch/violation-words.ts'

interface Matter {
  id: string
  state: VisibleState
  title: string
  where: string
  what: string
  minutes: number | null
  to: string
  verb: string
}

const minutesSince = (instant: string | null) =>
  instant === null ? null : Math.max(0, Math.round((serverNowMs() - Date.parse(instant)) / 60_000))
const shownMatters = 12

/** What needs a hand, by harm to a customer: failed, broken promises, late, conflicts, unplanned. */
export function OpenMatters({ date }: { date: BusinessDate }) {
  const { t } = useTranslation()
  const matters = useMatters(date)
  return (
    <>
      <div className="sh">
        <h2>
          {t('today.matters')} {matters.length}
        </h2>
        <span className="mut">{t('today.mattersOrder')}</span>
      </div>
      {matters.length === 0 ? (
        <p className="mut pad-row">{t('today.noMatters')}</p>
      ) : (
        <div className="tw flat">
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('word.state')}</th>
                <th>{t('today.where')}</th>
                <th>{t('today.what')}</th>
                <th className="r">{t('today.age')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {matters.slice(0, shownMatters).map((matter, index) => {
                const Mark = stateMarks[matter.state]
                return (
                  <tr key={matter.id}>
                    <td>
                      <span className={`row st-${matter.state}`}>
                        <Mark /> <b>{matter.title}</b>
                      </span>
                    </td>
                    <td>
                      <b>{matter.where}</b>
                    </td>
                    <td className="wrap">{matter.what}</td>
                    <td className="r num">
                      <Age minutes={matter.minutes} />
                    </td>
                    <td className="r">
                      <Link to={matter.to} className={index === 0 ? 'btn xs accent' : 'btn xs'}>
                        {matter.verb}
                      </Link>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** How long ago: in minutes for an hour, then in hours, then in days. */
function Age({ minutes }: { minutes: number | null }) {
  const { t } = useTranslation()
  if (minutes === null) return '–'
  if (minutes < 60) return t('word.minutesOf', { count: minutes })
  if (minutes < 1_440) return t('word.hoursOf', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  return t('word.daysOf', { count: Math.floor(minutes / 1_440) })
}

function useMatters(date: BusinessDate): Matter[] {
  const { t } = useTranslation()
  const words = useViolationWords()
  const board = useRead('board', getBoard, { params: { date } }).data
  const conflicts = useRead('conflicts', listConflicts, { query: { status: 'open' } }).data?.conflicts ?? []
  const matters: Matter[] = []
  if (board !== undefined) {
    const view = boardView(board)
    for (const lane of view.lanes) {
      for (const stop of lane.stops) {
        const state = view.stateOf(stop)
        const broken = view.violationsOfStop.get(stop.id)?.[0]
        const isOpen = stop.finishedAt === null
        if (state !== 'failed' && state !== 'late' && (broken === undefined || !isOpen)) continue
        matters.push({
          id: stop.id,
          state: broken !== undefined && isOpen ? 'failed' : state,
          title: broken !== undefined && isOpen ? t('today.brokenPromise') : t(`state.${state}`),
          where: `${t('today.place', { letter: lane.letter, number: view.numberOf.get(stop.id) })} ${stop.shortName}`,
          what: broken === undefined ? t(`today.why.${state}`) : words(broken, stop),
          minutes: minutesSince(stop.finishedAt),
          to: paths.dispatch({ date, stop: stop.id }),
          verb: t('word.show'),
        })
      }
    }
    if (view.tray.length > 0) {
      matters.push({
        id: 'tray',
        state: 'planned',
        title: t('dispatch.trayTitle'),
        where: t('today.unplanned', { count: view.tray.length }),
        what: view.tray
          .map(stop => stop.shortName)
          .slice(0, 4)
          .join('、'),
        minutes: null,
        to: paths.dispatch({ date }),
        verb: t('nav.dispatch'),
      })
    }
  }
  const fromDrivers = conflicts.map(
    (conflict): Matter => ({
      id: conflict.id,
      state: 'sync',
      title: t('today.decide'),
      where: [conflict.driverName, conflict.shortName].filter(Boolean).join('・'),
      what: t(`conflict.${conflict.kind}`),
      minutes: minutesSince(conflict.openedAt),
      to: paths.conflicts(),
      verb: t('today.decideVerb'),
    }),
  )
  const harm: Record<VisibleState, number> = { failed: 0, late: 1, sync: 2, planned: 3, enroute: 4, done: 5 }
  return [...matters, ...fromDrivers].sort((a, b) => harm[a.state] - harm[b.state])
}
