import { formatDecimal, formatKg } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { slotWords } from '../../parts/words.ts'
import { InsertNow } from '../running-day/InsertNow.tsx'
import type { Stop } from './board-view.ts'
import { stopCylinders } from './stop-words.ts'
import type { Hands } from './use-handling.ts'
import { WaitingMark } from './WaitingMark.tsx'

interface Props {
  stop: Stop
  /** Beside the short reason: what it means, or what would let the stop in. */
  why: string
  rowIndex: number
  isSelected: boolean
  isRunning: boolean
  mayPlan: boolean
  hands: Hands
  onKey: (stop: Stop, event: KeyboardEvent) => void
  onMoveMenu: (stop: Stop) => void
}

/** One stop that is not planned: why, who and what, and the way in. */
export function TrayRow(props: Props) {
  const { stop, why, mayPlan, hands, onMoveMenu } = props
  const { t, i18n } = useTranslation()
  const because = (code: string) =>
    i18n.exists(`unplanned.${code}`) ? t(`unplanned.${code}`) : t('unplanned.other', { code })
  return (
    <tr
      aria-rowindex={props.rowIndex}
      className={props.isSelected ? 'cur' : ''}
      aria-label={stop.shortName}
      tabIndex={mayPlan ? 0 : undefined}
      onKeyDown={event => props.onKey(stop, event)}
      onPointerDown={() => hands.foresee(stop)}
      draggable={mayPlan}
      onDragStart={() => hands.pick(stop)}
      onDragEnd={() => hands.letGo()}
      onClick={() => hands.selectStop(stop.id)}
    >
      <td>
        {stop.unplannedBecause === null ? (
          t('unplanned.new')
        ) : (
          <span className="whynot">
            <FailedMark size={11} /> {because(stop.unplannedBecause)}
          </span>
        )}
      </td>
      <td className="mut clip" title={why}>
        {why}
      </td>
      <td>
        <b>{stop.shortName}</b>
      </td>
      <td>{stop.zone}</td>
      <td>
        {stopCylinders(t, stop)} <WaitingMark stopId={stop.id} />
      </td>
      <td className="r">{formatKg(stop.gasGrams)}</td>
      <td>{slotWords(t, 'any', stop.windows)}</td>
      <td className="r">{stop.daysLeft === null ? '–' : formatDecimal(stop.daysLeft)}</td>
      <td className="r">
        <InsertNow stop={stop} isRunning={props.isRunning} />{' '}
        {mayPlan ? (
          <button type="button" className="btn xs" onClick={() => onMoveMenu(stop)}>
            {t('dispatch.insert')}
          </button>
        ) : null}
      </td>
    </tr>
  )
}
