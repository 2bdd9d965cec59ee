import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import type { DueReason } from '@luckygas/contract/states.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatTime } from '@luckygas/ui/format/format.ts'
import { ReasonIcon } from '@luckygas/ui/icons/reasons.tsx'
import { PrintIcon, RefreshIcon, SearchIcon } from '@luckygas/ui/icons/things.tsx'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { waitingCount } from './due-view.ts'
import type { DueFilterTools } from './use-due-filter.ts'

const shownReasons: readonly DueReason[] = ['predicted', 'telemetry', 'cycle_exceeded', 'new_order']

interface Props {
  date: BusinessDate
  builtAt: string | null
  items: readonly DueItem[]
  counts: Partial<Record<DueReason, number>>
  excluded: number
  postponed: number
  tools: DueFilterTools
  filterBox: RefObject<HTMLInputElement | null>
  isBuilding: boolean
  mayEdit: boolean
  onRebuild: () => void
  onExcluded: () => void
  isPatrolShown: boolean
  onPatrol: (isShown: boolean) => void
}

/** Which day, which reasons, which sites; and the list built anew. */
export function DueToolbar(props: Props) {
  const { t } = useTranslation()
  const { tools, counts } = props
  const { filter } = tools
  const zones = [...new Set(props.items.flatMap(item => item.zone ?? []))].sort((a, b) =>
    a.localeCompare(b, 'zh-Hant'),
  )
  const all = { value: '', text: t('word.all') }
  const ahead = daysBetween(today(), props.date)
  return (
    <div className="bar2 due-bar">
      <b className="num">
        {ahead >= -1 && ahead <= 1 ? `${t(`word.day.${ahead}`)} ` : ''}
        {formatDate(props.date)}
      </b>
      <span className="mut num">
        {props.builtAt === null
          ? t('dueList.notBuilt')
          : t('dueList.builtAt', { time: formatTime(props.builtAt) })}
      </span>
      <i className="vr" />
      {shownReasons.map(reason => (
        <button
          key={reason}
          type="button"
          className="btn sm ft"
          aria-pressed={filter.reasons.includes(reason)}
          onClick={() => tools.toggleReason(reason)}
        >
          <ReasonIcon reason={reason} />
          {t(`reason.${reason}`)} <b>{(counts[reason] ?? 0) + waitingCount(props.items, reason)}</b>
        </button>
      ))}
      <i className="vr" />
      <Choice
        isCompact
        label={t('word.zone')}
        value={filter.zone}
        onChange={tools.setZone}
        options={[all, ...zones.map(zone => ({ value: zone, text: zone }))]}
      />
      <Choice
        isCompact
        label={t('word.slot')}
        value={filter.slot}
        onChange={tools.setSlot}
        options={[
          all,
          ...['morning', 'afternoon', 'evening', 'any'].map(value => ({ value, text: t(`slot.${value}`) })),
        ]}
      />
      <Choice
        isCompact
        label={t('word.vehicle')}
        value={filter.vehicle}
        onChange={tools.setVehicle}
        options={[all, ...['truck', 'motorcycle'].map(value => ({ value, text: t(`vehicle.${value}`) }))]}
      />
      {props.excluded === 0 ? null : (
        <button type="button" className="btn sm" onClick={props.onExcluded}>
          {t('dueList.excluded', { count: props.excluded })}
        </button>
      )}
      {props.postponed === 0 && !filter.isPostponedShown ? null : (
        <button
          type="button"
          className="btn sm ft"
          aria-pressed={filter.isPostponedShown}
          onClick={tools.togglePostponed}
        >
          {t('dueList.postponedCount', { count: props.postponed })}
        </button>
      )}
      <button
        type="button"
        className="btn sm ft"
        aria-pressed={props.isPatrolShown}
        onClick={() => props.onPatrol(!props.isPatrolShown)}
      >
        {t('dueList.patrolList')}
      </button>
      <span className="sp" />
      <label className="filter">
        <SearchIcon size={14} />
        <span className="sr">{t('word.filter')}</span>
        <input
          ref={props.filterBox}
          value={filter.text}
          placeholder={t('word.filter')}
          onChange={event => tools.setText(event.target.value)}
        />
        <Kbd keys={['/']} />
      </label>
      {props.mayEdit ? (
        <button
          type="button"
          className="btn sm sq"
          title={t('dueList.rebuild')}
          aria-label={t(props.isBuilding ? 'dueList.rebuilding' : 'dueList.rebuild')}
          onClick={props.onRebuild}
          disabled={props.isBuilding}
        >
          <RefreshIcon size={16} />
        </button>
      ) : null}
      <button type="button" className="btn sm sq" onClick={() => window.print()} aria-label={t('word.print')}>
        <PrintIcon size={16} />
      </button>
    </div>
  )
}
