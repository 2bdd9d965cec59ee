import { type BusinessDate, formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import { getBoard } from '@luckygas/ui/api/routes/dispatch.ts'
import { formatSigned } from '@luckygas/ui/format/format.ts'
import { LateMark, stateMarks } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { boardView, type Stop } from '../dispatch/board-view.ts'

/** Minutes behind the plan at the next stop that has an expected arrival; negative is ahead. */
function behind(stops: readonly Stop[]): number | null {
  const next = stops.find(
    stop => stop.finishedAt === null && stop.etaAt !== null && stop.arriveMinute !== null,
  )
  if (next?.etaAt == null || next.arriveMinute === null) return null
  return minuteOfDay(new Date(next.etaAt)) - next.arriveMinute
}

/** The runs stop by stop, each with its state's shape. */
export function RunProgress({ date, isToday }: { date: BusinessDate; isToday: boolean }) {
  const { t } = useTranslation()
  const board = useRead('board', getBoard, { params: { date } })
  return (
    <Loaded
      query={board}
      skeleton={<SkeletonRows rows={8} widths={[4, 12, 14, 40, 8, 8]} />}
      isEmpty={data => data.runs.length === 0}
      empty={<Empty>{t('today.noRuns')}</Empty>}
    >
      {data => {
        const view = boardView(data)
        return (
          <>
            <div className="sh">
              <h2>{t('today.vehiclesOnRoad', { count: data.runs.length })}</h2>
              <span className="sp" />
              <span className="hd">{t('state.done')}</span>
              <span className="hd">{t('today.againstPlan')}</span>
              <span className="hd">{t('today.backAt')}</span>
            </div>
            {view.lanes
              .filter(lane => lane.run !== undefined)
              .map(lane => {
                const late = isToday ? behind(lane.stops) : null
                const finished = lane.stops.filter(stop => stop.finishedAt !== null).length
                return (
                  <Link key={lane.key} className="run" to={paths.dispatch({ date })}>
                    <DriverLetter letter={lane.letter} />
                    <b>{lane.driverName}</b>
                    <span className="squares">
                      {lane.stops.map(stop => {
                        const state = view.stateOf(stop)
                        const Mark = stateMarks[state]
                        return (
                          <i key={stop.id} className={`q q-${state}`} title={stop.shortName}>
                            {state === 'planned' ? null : <Mark size={10} />}
                          </i>
                        )
                      })}
                    </span>
                    <span className="r num">
                      {finished}/{lane.stops.length}
                    </span>
                    <span className={late !== null && late > 5 ? 'r num behind' : 'r num mut'}>
                      {late !== null && late > 5 ? <LateMark size={11} /> : null}
                      {late === null ? '–' : t('word.minutesOf', { count: formatSigned(late) })}
                    </span>
                    <span className="r num">
                      {lane.run?.endMinute == null ? '–' : formatMinute(lane.run.endMinute)}
                    </span>
                  </Link>
                )
              })}
          </>
        )
      }}
    </Loaded>
  )
}
