import type { Board, PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Segments } from '../../parts/Segments.tsx'
import { BrokenList } from './BrokenList.tsx'
import type { BoardView, Stop } from './board-view.ts'
import { DayLimits } from './DayLimits.tsx'
import { DiffList } from './DiffList.tsx'
import { StepList } from './StepList.tsx'
import { StopDetails } from './StopDetails.tsx'
import type { BoardTools } from './use-board.ts'
import type { AskedLimits } from './use-day-limits.ts'
import type { Hands } from './use-handling.ts'

export type SideTab = 'broken' | 'diff' | 'steps'

interface Props {
  board: Board
  view: BoardView
  diff: PlanDiff | undefined
  tools: BoardTools
  hands: Hands
  stop: Stop | undefined
  limits: AskedLimits
  mayPlan: boolean
  tab: SideTab
  onTab: (tab: SideTab) => void
  onMoveMenu: (stop: Stop) => void
}

/** The selected stop with its ways out; without one, what is broken, what changes, or who did what. */
export const SidePanel = memo(function SidePanel(props: Props) {
  const { t } = useTranslation()
  const { board, view, diff, tools, hands, stop, mayPlan, tab } = props
  if (stop !== undefined) {
    return (
      <StopDetails
        stop={stop}
        view={view}
        hands={hands}
        mayPlan={mayPlan}
        tools={tools}
        onMoveMenu={props.onMoveMenu}
      />
    )
  }
  const tabs = [
    { value: 'broken' as const, text: t('dispatch.broken', { count: board.violations.length }) },
    { value: 'diff' as const, text: t('dispatch.diff.title', { count: diff?.stops.length ?? 0 }) },
    { value: 'steps' as const, text: t('dispatch.steps') },
  ]
  return (
    <div className="chg">
      <div className="th">
        <Segments label={t('dispatch.details')} value={tab} onChange={props.onTab} options={tabs} />
      </div>
      {tab === 'broken' ? (
        <div className="tw">
          <DayLimits limits={props.limits} />
          <BrokenList board={board} view={view} onSelect={hands.selectStop} />
        </div>
      ) : null}
      {tab === 'steps' ? <StepList board={board} tools={tools} mayPlan={mayPlan} /> : null}
      {tab !== 'diff' ? null : diff === undefined ? (
        <p className="mut pad">{t('dispatch.diff.none')}</p>
      ) : (
        <DiffList diff={diff} view={view} onSelect={hands.selectStop} />
      )}
    </div>
  )
})
