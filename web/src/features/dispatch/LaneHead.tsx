import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { LockIcon, MotorcycleIcon, TruckIcon, UnlockIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { InterruptRun } from '../running-day/InterruptRun.tsx'
import type { Lane, Run } from './board-view.ts'

interface Props {
  lane: Lane
  isSelected: boolean
  mayPlan: boolean
  onSelect: () => void
  onLock: (run: Run) => void
}

/** Whose lane it is: progress, kilograms, back at the depot, and its lock. */
export function LaneHead({ lane, isSelected, mayPlan, onSelect, onLock }: Props) {
  const { t } = useTranslation()
  const { run, stops } = lane
  const finished = stops.filter(stop => stop.state === 'done' || stop.state === 'failed').length
  const Vehicle = run?.vehicleKind === 'motorcycle' ? MotorcycleIcon : TruckIcon
  const zones = [...new Set(stops.flatMap(stop => stop.zone ?? []))].slice(0, 2).join('、')
  const trips = new Set(stops.map(stop => stop.trip)).size
  const gasGrams = run?.loads.reduce((sum, load) => sum + load.gasGrams, 0) ?? 0
  return (
    <div className={isSelected ? 'dh on' : 'dh'}>
      <div className="d1">
        <DriverLetter letter={lane.letter} />
        <button type="button" className="dname" aria-pressed={isSelected} onClick={onSelect}>
          <b>{lane.driverName}</b>
        </button>
        <Vehicle size={16} label={t(`vehicle.${run?.vehicleKind ?? 'truck'}`)} />
        <span className="sp" />
        <InterruptRun run={run} driverName={lane.driverName} hasOpen={finished < stops.length} />
        {run === undefined || !mayPlan ? null : (
          <button
            type="button"
            className={run.isLocked ? 'lk on' : 'lk'}
            aria-pressed={run.isLocked}
            aria-label={t('dispatch.lockRun', { name: lane.driverName })}
            onClick={() => onLock(run)}
          >
            {run.isLocked ? <LockIcon size={16} /> : <UnlockIcon size={16} />}
          </button>
        )}
      </div>
      <div className="d2">
        {run === undefined
          ? t('dispatch.noRun')
          : `${zones}${zones === '' ? '' : '・'}${t('dispatch.trips', { count: trips })}`}
      </div>
      <div className="d3">
        <span>
          {finished}/{stops.length} {t('word.stops')}
        </span>
        <span>{formatKg(gasGrams)} kg</span>
        <span>{run?.endMinute == null ? '' : formatMinute(run.endMinute)}</span>
      </div>
      <div className="pb">
        <i style={{ width: `${stops.length === 0 ? 0 : (finished / stops.length) * 100}%` }} />
      </div>
    </div>
  )
}
