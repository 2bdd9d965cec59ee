import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import type { BoardTools, StaffDay } from './use-board.ts'

const statuses = ['work', 'off', 'leave', 'sick'] as const
const shiftStarts = Array.from({ length: 33 }, (_, index) => 240 + index * 30)
const shiftEnds = Array.from({ length: 33 }, (_, index) => 600 + index * 30)

/** 人力表: who works, with which vehicle, when and with whom; what each has against his limits. */
export function StaffSheet({ board, tools, mayPlan }: { board: Board; tools: BoardTools; mayPlan: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="tw sheet-print">
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('dispatch.driver')}</th>
            <th>{t('dispatch.staff.status')}</th>
            <th>{t('dispatch.staff.vehicle')}</th>
            <th>{t('dispatch.staff.shift')}</th>
            <th>{t('dispatch.staff.helper')}</th>
            <th>{t('word.note')}</th>
            <th className="r">{t('word.stops')}</th>
            <th className="r">{t('dispatch.staff.heaviest')}</th>
            <th className="r">{t('dispatch.staff.minutes')}</th>
          </tr>
        </thead>
        <tbody>
          {board.drivers.map(driver => (
            <StaffRow key={driver.id} board={board} driver={driver} tools={tools} mayPlan={mayPlan} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  board: Board
  driver: Board['drivers'][number]
  tools: BoardTools
  mayPlan: boolean
}

function StaffRow({ board, driver, tools, mayPlan }: RowProps) {
  const { t } = useTranslation()
  const row = board.staffing.find(each => each.driverId === driver.id)
  const day: StaffDay = {
    status: row?.status ?? (driver.isActive ? 'work' : 'off'),
    vehicleId: driver.vehicleId,
    shiftStartMinute: driver.shiftStartMinute,
    shiftEndMinute: driver.shiftEndMinute,
    helper: row?.helper ?? '',
    note: row?.note ?? '',
    version: row?.version ?? 0,
  }
  const save = (change: Partial<StaffDay>) => void tools.staff(driver.id, { ...day, ...change })
  const run = board.runs.find(each => each.driverId === driver.id)
  const stops = board.stops.filter(stop => run !== undefined && stop.runId === run.id).length
  const heaviest = Math.max(0, ...(run?.timeline.map(block => block.loadGrams ?? 0) ?? []))
  const minutes = run?.endMinute == null ? 0 : run.endMinute - run.startMinute
  const vehicle = board.vehicles.find(each => each.id === (run?.vehicleId ?? day.vehicleId))
  const maxLoadGrams = run?.maxLoadGrams ?? vehicle?.maxLoadGrams
  const shift = day.shiftEndMinute - day.shiftStartMinute
  const name = (field: string) => `${driver.name} ${field}`
  const minuteChoice = (field: 'shiftStartMinute' | 'shiftEndMinute', options: readonly number[]) => (
    <select
      aria-label={name(t(`dispatch.staff.${field}`))}
      value={day[field]}
      disabled={!mayPlan || tools.isBusy}
      onChange={event => save({ [field]: Number(event.target.value) })}
    >
      {[...new Set([...options, day[field]])]
        .sort((a, b) => a - b)
        .map(minute => (
          <option key={minute} value={minute}>
            {formatMinute(minute)}
          </option>
        ))}
    </select>
  )
  const text = (field: 'helper' | 'note', limit: number) => (
    <input
      key={day[field]}
      aria-label={name(t(field === 'helper' ? 'dispatch.staff.helper' : 'word.note'))}
      defaultValue={day[field]}
      maxLength={limit}
      disabled={!mayPlan}
      onBlur={event =>
        event.target.value === day[field] ? undefined : save({ [field]: event.target.value })
      }
    />
  )
  return (
    <tr className={day.status === 'work' ? '' : 'away'}>
      <td>
        <DriverLetter letter={driver.letter} /> <b>{driver.name}</b>
      </td>
      <td>
        <select
          aria-label={name(t('dispatch.staff.status'))}
          value={day.status}
          disabled={!mayPlan || tools.isBusy}
          onChange={event => save({ status: statuses.find(each => each === event.target.value) ?? 'work' })}
        >
          {statuses.map(status => (
            <option key={status} value={status}>
              {t(`dispatch.staff.is.${status}`)}
            </option>
          ))}
        </select>
      </td>
      <td>
        <select
          aria-label={name(t('dispatch.staff.vehicle'))}
          value={day.vehicleId ?? ''}
          disabled={!mayPlan || tools.isBusy}
          onChange={event => save({ vehicleId: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">–</option>
          {board.vehicles.map(vehicle => (
            <option key={vehicle.id} value={vehicle.id}>
              {vehicle.plate}
            </option>
          ))}
        </select>
      </td>
      <td>
        {minuteChoice('shiftStartMinute', shiftStarts)}–{minuteChoice('shiftEndMinute', shiftEnds)}
      </td>
      <td>{text('helper', 40)}</td>
      <td>{text('note', 200)}</td>
      <td className="r">{stops}</td>
      <td className={maxLoadGrams !== undefined && heaviest > maxLoadGrams ? 'r bad' : 'r'}>
        {maxLoadGrams === undefined ? '–' : `${formatKg(heaviest)}/${formatKg(maxLoadGrams)}`}
      </td>
      <td className={minutes > shift ? 'r bad' : 'r'}>
        {minutes}/{shift}
      </td>
    </tr>
  )
}
