import { cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { formatCount, formatKg } from '@luckygas/ui/format/format.ts'
import { MotorcycleIcon, TruckIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { paths } from '../../shell/paths.ts'
import type { DueTotals } from './due-view.ts'

interface Props {
  date: BusinessDate
  totals: DueTotals
  isSending: boolean
  mayEdit: boolean
  onSend: () => void
}

/** What the ticked lines add up to, and the one way on. */
export function DueFoot({ date, totals, isSending, mayEdit, onSend }: Props) {
  const { t } = useTranslation()
  const { byVehicle } = totals
  return (
    <footer className="foot due-foot">
      <span className="n1">
        <b>{formatCount(totals.ticked)}</b>/{formatCount(totals.stops)} {t('word.stops')}
      </span>
      <span className="n1">
        <b>{formatKg(totals.gasGrams)}</b> kg
      </span>
      <span className="sz">
        {cylinderTypeCodes
          .filter(code => (totals.cylinders[code] ?? 0) > 0)
          .map(code => (
            <span key={code}>
              {cylinderTypes[code].label}×<b>{totals.cylinders[code]}</b>
            </span>
          ))}
      </span>
      <i className="vr" />
      <span className="cap">
        <TruckIcon size={16} /> {t('vehicle.truck')} <b>{byVehicle.truck.stops}</b>
        <span className="mut">{formatKg(byVehicle.truck.gasGrams)} kg</span>
      </span>
      <span className="cap">
        <MotorcycleIcon size={16} /> {t('vehicle.motorcycle')} <b>{byVehicle.motorcycle.stops}</b>
        <span className="mut">{formatKg(byVehicle.motorcycle.gasGrams)} kg</span>
      </span>
      <span className="cap">
        {t('vehicle.any')} <b>{byVehicle.any.stops}</b>
        <span className="mut">{formatKg(byVehicle.any.gasGrams)} kg</span>
      </span>
      <span className="sp" />
      {totals.toSend === 0 && totals.ticked > 0 ? (
        <Link className="btn" to={paths.dispatch({ date })}>
          {t('dueList.goDispatch', { count: totals.ticked })}
        </Link>
      ) : mayEdit ? (
        <button
          type="button"
          className="btn accent"
          disabled={isSending || totals.toSend === 0}
          onClick={onSend}
        >
          {t(isSending ? 'dueList.sending' : 'dueList.send', { count: totals.toSend })}
          <Kbd keys={['Ctrl', 'Enter']} />
        </button>
      ) : null}
    </footer>
  )
}
