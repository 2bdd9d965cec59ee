import { serverNowMs, today } from '@luckygas/ui/clock.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { memo, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { MapView } from '../../map/MapView.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { livePositions } from '../../shell/live.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { BoardSkeleton } from './BoardSkeleton.tsx'
import { axisOf, boardView, nowMinuteOn, type Stop } from './board-view.ts'
import { ClashBar } from './ClashBar.tsx'
import { DispatchToolbar } from './DispatchToolbar.tsx'
import { planModes } from './PlanModes.tsx'
import './dispatch.css'
import type { Board, PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { getPlanDiff } from '@luckygas/ui/api/routes/dispatch.ts'
import { dispatchScene } from './dispatch-scene.ts'
import { LoadingSheets } from './LoadingSheets.tsx'
import { MoveMenu } from './MoveMenu.tsx'
import { PlanBar } from './PlanBar.tsx'
import { RunLists } from './RunLists.tsx'
import { SidePanel, type SideTab } from './SidePanel.tsx'
import { StaffSheet } from './StaffSheet.tsx'
import { Timeline } from './Timeline.tsx'
import { Tray } from './Tray.tsx'
import { type BoardTools, useBoard } from './use-board.ts'
import { useDayLimits } from './use-day-limits.ts'
import { useHandling } from './use-handling.ts'
import { useWaitingOrders, WaitingOrders } from './waiting-orders.ts'

/** 派遣: map left, the drivers' day right, what is not planned below. */
export function DispatchPage() {
  const { t } = useTranslation()
  const [date, setDate] = usePageDate()
  const mayPlan = useMay('dispatch.plan')
  const mayPublish = useMay('dispatch.publish')
  const [view, setView] = useUrlState('view', 'timeline')
  const tools = useBoard(date)
  const { data } = tools.board
  const mayPublishNow = mayPublish && data?.hasUnpublishedChanges === true && data.totals.planned > 0
  const diff = useRead(
    'board',
    getPlanDiff,
    { params: { date } },
    { isEnabled: data?.hasUnpublishedChanges === true && data.totals.planned > 0, keepsPrevious: true },
  )
  const shownDiff = data?.hasUnpublishedChanges ? diff.data : undefined
  const [tab, setTab] = useState<SideTab>('broken')
  const isCompared = tab === 'diff'
  const compare = () => setTab(isCompared ? 'broken' : 'diff')
  useHotkeys({
    'ctrl+Enter': () => (mayPublishNow && !tools.isBusy ? void tools.publish() : undefined),
    'ctrl+KeyZ': () => (mayPlan && !tools.isBusy ? void undoStep() : undefined),
    'ctrl+shift+KeyZ': () => (mayPlan && !tools.isBusy ? void tools.redo() : undefined),
    KeyC: compare,
    ...Object.fromEntries(
      planModes.map(({ mode, key }) => [
        `Digit${key}`,
        () => (mayPlan && !tools.isBusy ? void tools.build(mode) : undefined),
      ]),
    ),
  })
  // What an undone publication means for drivers is shown at once.
  async function undoStep() {
    const isPublication = tools.undoable?.kind === 'publish'
    if ((await tools.undo()) && isPublication) setTab('diff')
  }
  return (
    <Page title={t('nav.dispatch')} date={date} onDate={setDate}>
      <Permitted to="dispatch.read">
        <DispatchToolbar
          date={date}
          board={data}
          tools={tools}
          mayPlan={mayPlan}
          view={view}
          onView={setView}
        />
        <Loaded
          query={tools.board}
          skeleton={<BoardSkeleton />}
          isEmpty={board => board.stops.length === 0 && view !== 'staff'}
          empty={
            <Empty
              action={
                <Link className="btn" to={paths.dueList({ date })}>
                  {t('dispatch.toDueList')}
                </Link>
              }
            >
              {t('dispatch.empty')}
            </Empty>
          }
        >
          {board => (
            <>
              <ClashBar tools={tools} />
              <PlanBar
                board={board}
                diff={shownDiff}
                tools={tools}
                mayPublish={mayPublish}
                isCompared={isCompared}
                onCompare={compare}
              />
              <BoardPanels
                board={board}
                tools={tools}
                mayPlan={mayPlan}
                view={view}
                diff={shownDiff}
                tab={tab}
                onTab={setTab}
              />
            </>
          )}
        </Loaded>
      </Permitted>
    </Page>
  )
}

/** The minute of the day, kept going while the board is open. */
function useNowMinute(date: string): number | undefined {
  const [now, setNow] = useState(serverNowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNowMs()), 20_000)
    return () => clearInterval(timer)
  }, [])
  return nowMinuteOn(date, today(), now)
}

interface PanelsProps {
  board: Board
  tools: BoardTools
  mayPlan: boolean
  view: string
  diff: PlanDiff | undefined
  tab: SideTab
  onTab: (tab: SideTab) => void
}

const BoardMap = memo(MapView)

/** How long the map waits at most for a page that is never idle. */
const patienceMs = 1_000

/** Whether the lanes have been painted and the page rests: the map takes longest to draw and comes after them. */
function useIsPainted(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    const done = () => setPainted(true)
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(done, patienceMs / 10)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(done, { timeout: patienceMs })
    return () => cancelIdleCallback(idle)
  }, [])
  return isPainted
}

function BoardPanels({ board, tools, mayPlan, view: shown, diff, tab, onTab }: PanelsProps) {
  const { t } = useTranslation()
  const view = useMemo(() => boardView(board), [board])
  const axis = useMemo(() => axisOf(board), [board])
  const handling = useHandling(view, tools, mayPlan)
  const positions = useObservable(livePositions)
  const nowMinute = useNowMinute(board.date)
  const isPainted = useIsPainted()
  const [moving, setMoving] = useState<Stop>()
  const openMoveMenu = useCallback((stop: Stop) => setMoving(stop), [])
  const { hands, laneKey, stopId, carry } = handling
  const limits = useDayLimits(board.date, board.version)
  const waiting = useWaitingOrders(board.date, board.stops)
  const scene = useMemo(
    () => dispatchScene(board, view, { laneKey, stopId }, positions),
    [board, view, laneKey, stopId, positions],
  )
  return (
    <WaitingOrders value={waiting}>
      <div className="mid">
        <Panel title={t('dispatch.map')} className="map" resetOn={[board.date]}>
          {isPainted ? (
            <BoardMap scene={scene} label={t('dispatch.map')} onPoint={hands.selectStop} />
          ) : (
            <div className="mapbox" aria-busy="true" />
          )}
        </Panel>
        <Panel title={t('dispatch.runs')} className="lanes" resetOn={[board.date]}>
          {shown === 'staff' ? <StaffSheet board={board} tools={tools} mayPlan={mayPlan} /> : null}
          {shown === 'loading' ? <LoadingSheets board={board} view={view} /> : null}
          {shown === 'list' ? <RunLists view={view} handling={handling} onMoveMenu={openMoveMenu} /> : null}
          {['staff', 'loading', 'list'].includes(shown) ? null : (
            <Timeline
              axis={axis}
              view={view}
              nowMinute={nowMinute}
              handling={handling}
              diff={tab === 'diff' ? diff : undefined}
              onMoveMenu={openMoveMenu}
            />
          )}
        </Panel>
      </div>
      <div className="bot">
        <Panel title={t('dispatch.trayTitle')} className="tray-panel" resetOn={[board.date]}>
          <Tray
            view={view}
            hands={hands}
            limits={limits.isPast ? undefined : limits.told}
            mayPlan={mayPlan}
            selectedId={stopId}
            carriedId={carry?.stopId}
            isTarget={carry?.laneKey === null}
            onMoveMenu={openMoveMenu}
          />
        </Panel>
        <Panel title={t('dispatch.details')} className="side-panel" resetOn={[board.date]}>
          <SidePanel
            board={board}
            view={view}
            diff={diff}
            tools={tools}
            hands={hands}
            stop={view.stopById.get(stopId ?? '')}
            limits={limits}
            mayPlan={mayPlan}
            tab={tab}
            onTab={onTab}
            onMoveMenu={openMoveMenu}
          />
        </Panel>
      </div>
      <MoveMenu
        stop={moving === undefined ? undefined : view.stopById.get(moving.id)}
        view={view}
        tools={tools}
        onClose={() => setMoving(undefined)}
      />
    </WaitingOrders>
  )
}
