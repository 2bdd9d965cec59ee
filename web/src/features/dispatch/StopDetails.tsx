import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatDecimal, formatTime, formatWindows } from '@luckygas/ui/format/format.ts'
import { FailedMark, stateMarks } from '@luckygas/ui/icons/states.tsx'
import { CloseIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { paths } from '../../shell/paths.ts'
import { type BoardView, isMovable, type Stop } from './board-view.ts'
import { StopReasons } from './StopReasons.tsx'
import { stopGoods } from './stop-words.ts'
import type { BoardTools } from './use-board.ts'
import type { Hands } from './use-handling.ts'
import { useViolationWords } from './violation-words.ts'
import { WaitingMark } from './WaitingMark.tsx'

interface Props {
  stop: Stop
  view: BoardView
  hands: Hands
  mayPlan: boolean
  tools: BoardTools
  onMoveMenu: (stop: Stop) => void
}

/** One stop in full: what, when, what it breaks, and what can be done about it. */
export function StopDetails({ stop, view, hands, mayPlan, tools, onMoveMenu }: Props) {
  const { t } = useTranslation()
  const words = useViolationWords()
  const state = view.stateOf(stop)
  const Mark = stateMarks[state]
  const lane = view.lanes.find(each => each.run !== undefined && each.run.id === stop.runId)
  const mayMove = mayPlan && isMovable(stop)
  const facts: [string, string][] = [
    [t('dispatch.promised'), formatWindows(stop.windows) || t('slot.any')],
    [t('dispatch.planned'), stop.arriveMinute === null ? '–' : formatMinute(stop.arriveMinute)],
    [t('dispatch.expected'), stop.etaAt === null ? '–' : formatTime(stop.etaAt)],
    [t('word.cylinders'), stopGoods(t, stop)],
    [t('dueList.daysLeft'), stop.daysLeft === null ? '–' : formatDecimal(stop.daysLeft)],
    [t('word.address'), stop.address],
  ]
  return (
    <div className="chg">
      <div className="th">
        <h2>
          {lane === undefined ? '' : `${lane.letter}${view.numberOf.get(stop.id)} `}
          <Link to={paths.customer(stop.customerCode)}>{stop.shortName}</Link>
        </h2>
        <span className="row">
          <Mark /> {t(`state.${state}`)}
        </span>
        <span className="sp" />
        <button
          type="button"
          className="btn ghost xs"
          onClick={() => hands.selectStop(undefined)}
          aria-label={t('word.close')}
        >
          <CloseIcon size={14} />
        </button>
      </div>
      <div className="tw pad">
        {(view.violationsOfStop.get(stop.id) ?? []).map(violation => (
          <p key={violation.code} className="row bad">
            <FailedMark size={11} /> {words(violation, stop)}
          </p>
        ))}
        <WaitingMark stopId={stop.id} isWhole />
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <StopReasons stop={stop} view={view} />
        {mayPlan ? (
          <div className="row">
            {mayMove && !stop.isLocked ? (
              <button type="button" className="btn sm" onClick={() => onMoveMenu(stop)}>
                {t('dispatch.move')} <Kbd keys={['M']} />
              </button>
            ) : null}
            {mayMove && stop.runId !== null ? (
              <button type="button" className="btn sm" onClick={() => void tools.lockStop(stop)}>
                {t(stop.isLocked ? 'dispatch.unlock' : 'dispatch.lock')} <Kbd keys={['L']} />
              </button>
            ) : null}
            {mayMove && !stop.isLocked && stop.runId !== null ? (
              <button type="button" className="btn sm" onClick={() => void tools.move(stop, null, undefined)}>
                {t('dispatch.toTray')}
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
    </div>
  )
}
