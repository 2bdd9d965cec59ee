import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import type { VisibleState } from '@luckygas/ui/icons/states.tsx'
import { LockIcon } from '@luckygas/ui/icons/things.tsx'
import type { CSSProperties, DragEvent, FocusEvent, KeyboardEvent, MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Stop } from './board-view.ts'
import { isCollection } from './stop-words.ts'
import { useWaitingWords } from './waiting-orders.ts'

export interface StopBlockProps {
  stop: Stop
  number: number
  state: VisibleState
  isBroken: boolean
  /** The draft has it elsewhere than drivers do. */
  isChanged: boolean
  isSelected: boolean
  isCarried: boolean
  isMoving: boolean
  mayDrag: boolean
  /** One stop of the timeline takes the Tab key; arrows walk the others. */
  isTabStop: boolean
  style: CSSProperties
  onSelect: () => void
  onKey: (event: KeyboardEvent) => void
  onPoint: (element: HTMLElement | undefined) => void
  onPress: () => void
  onDrag: (event: DragEvent<HTMLElement>) => void
  onDragEnd: () => void
}

const glyphs: Record<VisibleState, string> = {
  planned: '',
  enroute: 'M1 .5 7 4 1 7.5Z',
  done: 'M.8 4 3 6.4 7.2 1.5',
  late: 'M4 .7a3.3 3.3 0 1 0 .01 0M4 2.2V4l1.5 1',
  failed: 'M1.5 1.5l5 5m0-5-5 5',
  sync: 'M4 7V1M1.8 3.2 4 1l2.2 2.2',
}

/** One stop on a lane: width is service, number and state mark inside, red left edge when a promise breaks. */
export function StopBlock(props: StopBlockProps) {
  const { t } = useTranslation()
  const { stop, state } = props
  const waiting = useWaitingWords(stop.id)
  const words = [
    t('dispatch.stopWords', {
      number: props.number,
      name: stop.shortName,
      from: stop.arriveMinute === null ? '–' : formatMinute(stop.arriveMinute),
      state: t(`state.${state}`),
    }),
    isCollection(stop) ? t('dispatch.isCollection') : '',
    waiting,
    props.isBroken ? t('dispatch.isBroken') : '',
    stop.isLocked ? t('dispatch.isLocked') : '',
    props.isChanged ? t('dispatch.isChanged') : '',
  ]
  const point = (event: MouseEvent<HTMLElement> | FocusEvent<HTMLElement>) =>
    props.onPoint(event.currentTarget)
  const classes = [
    'b',
    `b-${state}`,
    props.isBroken ? 'viol' : '',
    props.isChanged ? 'changed' : '',
    props.isSelected ? 'sel' : '',
    props.isCarried ? 'carried' : '',
    props.isMoving ? 'moving' : '',
  ]
  return (
    <button
      type="button"
      id={`stop-${stop.id}`}
      className={classes.filter(Boolean).join(' ')}
      style={props.style}
      aria-label={words.filter(Boolean).join('，')}
      aria-pressed={props.isSelected}
      tabIndex={props.isTabStop ? 0 : -1}
      draggable={props.mayDrag}
      onPointerDown={props.onPress}
      onDragStart={props.onDrag}
      onDragEnd={props.onDragEnd}
      onClick={props.onSelect}
      onKeyDown={props.onKey}
      onMouseEnter={point}
      onFocus={point}
      onMouseLeave={() => props.onPoint(undefined)}
      onBlur={() => props.onPoint(undefined)}
    >
      <span className="n">{props.number}</span>
      {glyphs[state] === '' ? null : (
        <svg
          viewBox="0 0 8 8"
          width="8"
          height="8"
          aria-hidden="true"
          className={state === 'enroute' ? 'g solid' : 'g'}
        >
          <path d={glyphs[state]} />
        </svg>
      )}
      {waiting === '' ? null : <span className="new-order" />}
      {stop.isLocked ? (
        <span className="pin-lock">
          <LockIcon size={9} strokeWidth={2.4} />
        </span>
      ) : null}
    </button>
  )
}
