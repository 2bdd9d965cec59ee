import { getRunningDay } from '@luckygas/ui/api/routes/running-day.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MapView } from '../../map/MapView.tsx'
import type { MapPoint } from '../../map/scene.ts'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { livePositions } from '../../shell/live.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { InterruptionSheet } from '../running-day/InterruptionSheet.tsx'
import { CloseRoad } from './CloseRoad.tsx'
import { Closures } from './Closures.tsx'
import { DriverRow } from './DriverRow.tsx'
import { countsOf, filterRuns, type LiveFilter, type LiveRun, liveFilters, withNewest } from './live-view.ts'
import { trackingScene } from './tracking-scene.ts'
import './tracking.css'

/** 追蹤: the running day, those who need somebody first; the map shows where they were last heard of. */
export function TrackingPage() {
  const { t } = useTranslation()
  const answer = useRead('running-day', getRunningDay, { query: { date: today() } }, { refetchMs: 60_000 })
  const positions = useObservable(livePositions)
  const mayPublish = useMay('dispatch.publish')
  const [filterText, setFilter] = useUrlState('show', 'all')
  const [chosenId, choose] = useUrlState('run')
  const [interrupting, setInterrupting] = useState<LiveRun>()
  const [closedAt, setClosedAt] = useState<MapPoint>()
  const filter: LiveFilter = liveFilters.find(each => each === filterText) ?? 'all'
  const runs = useMemo(() => withNewest(answer.data?.runs ?? [], positions), [answer.data, positions])
  const shown = filterRuns(runs, filter)
  const depot = answer.data?.depot
  const closures = useMemo(() => answer.data?.closures ?? [], [answer.data])
  const scene = useMemo(
    () => (depot ? trackingScene(depot, filterRuns(runs, filter), chosenId, closures) : undefined),
    [depot, runs, filter, chosenId, closures],
  )
  const runOfStop = (stopId: string) => runs.find(run => run.stops.some(stop => stop.stopId === stopId))
  return (
    <Page title={t('nav.tracking')}>
      <Permitted to="tracking.read">
        <div className="bar2">
          <Segments
            label={t('live.filter')}
            value={filter}
            onChange={setFilter}
            options={liveFilters.map(value => ({
              value,
              text: (
                <>
                  {t(`live.filters.${value}`)} <span className="num mut">{countsOf(runs)[value]}</span>
                </>
              ),
            }))}
          />
          <DayFigures runs={runs} />
          <span className="sp" />
          {mayPublish && depot && runs.length > 0 && closedAt === undefined ? (
            <button type="button" className="btn sm" onClick={() => setClosedAt(depot.point)}>
              {t('closure.start')}
            </button>
          ) : null}
        </div>
        <div className="tracking">
          <Panel title={t('tracking.drivers')} className="tracking-list">
            <Loaded
              query={answer}
              skeleton={<SkeletonRows rows={8} widths={[6, 24, 40, 20]} />}
              isEmpty={data => data.runs.length === 0}
              empty={<Empty>{t('tracking.empty')}</Empty>}
            >
              {() =>
                shown.length === 0 ? (
                  <Empty>{t('live.none')}</Empty>
                ) : (
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must take the arrow keys
                  <ul tabIndex={0} aria-label={t('tracking.drivers')}>
                    {shown.map(run => (
                      <DriverRow
                        key={run.runId}
                        run={run}
                        isOpen={run.runId === chosenId}
                        mayDispatch={mayPublish}
                        onToggle={() => choose(run.runId === chosenId ? undefined : run.runId)}
                        onInterrupt={() => setInterrupting(run)}
                      />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </Panel>
          <Panel title={t('dispatch.map')} className="map">
            {closures.length === 0 ? null : <Closures closures={closures} mayOpen={mayPublish} />}
            {closedAt === undefined ? null : (
              <CloseRoad point={closedAt} onClose={() => setClosedAt(undefined)} />
            )}
            {scene === undefined ? (
              <div className="mapbox" />
            ) : (
              <MapView
                scene={scene}
                label={t('dispatch.map')}
                onPoint={stopId => choose(runOfStop(stopId)?.runId)}
                pin={closedAt && { point: closedAt, onMoved: setClosedAt }}
              />
            )}
          </Panel>
        </div>
        {interrupting === undefined ? null : (
          <InterruptionSheet
            runId={interrupting.runId}
            driverName={interrupting.driverName}
            onClose={() => setInterrupting(undefined)}
          />
        )}
      </Permitted>
    </Page>
  )
}

function DayFigures({ runs }: { runs: readonly LiveRun[] }) {
  const { t } = useTranslation()
  const counts = countsOf(runs)
  const done = runs.reduce((sum, run) => sum + run.done + run.failed, 0)
  const total = runs.reduce((sum, run) => sum + run.total, 0)
  return (
    <span className="row num day-figures" role="status">
      <span>{t('live.summary.done', { done: formatCount(done), total: formatCount(total) })}</span>
      {counts.late === 0 ? null : (
        <span className="st-late">{t('live.summary.late', { count: counts.late })}</span>
      )}
      {counts.risk === 0 ? (
        <span className="mut">{t('live.noRisk')}</span>
      ) : (
        <span className="st-failed">{t('live.summary.risk', { count: counts.risk })}</span>
      )}
      {counts.silent === 0 ? null : (
        <span className="st-sync">{t('live.summary.silent', { count: counts.silent })}</span>
      )}
    </span>
  )
}
