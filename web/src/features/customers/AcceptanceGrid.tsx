import { useTranslation } from 'react-i18next'
import { acceptanceHours, closableWeekdays, has, toggled } from './acceptance.ts'

interface Acceptance {
  acceptHours: number
  slot: string
  closedWeekdays: number
  closedOnHolidays: boolean
}
interface Props extends Acceptance {
  /** Where given, the hours and days can be pressed. */
  onChange?: (change: { acceptHours?: number; closedWeekdays?: number }) => void
}

/** When the site takes gas: twelve hours and seven days, each on or crossed out. */
export function AcceptanceGrid({ acceptHours, slot, closedWeekdays, closedOnHolidays, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className="acceptance">
      <fieldset className="cells" aria-label={t('customers.hours')}>
        {acceptanceHours.map(({ bit, hour }) => {
          const isOn = acceptHours === 0 || has(acceptHours, bit)
          return onChange === undefined ? (
            <span
              key={bit}
              className={isOn ? 'cell on' : 'cell'}
              title={t(isOn ? 'customers.takes' : 'customers.takesNot')}
            >
              {hour}
            </span>
          ) : (
            <button
              key={bit}
              type="button"
              className={isOn ? 'cell on' : 'cell'}
              aria-pressed={isOn}
              aria-label={t('customers.hour', { from: hour, to: hour + 1 })}
              onClick={() => onChange({ acceptHours: toggled(acceptHours === 0 ? 4095 : acceptHours, bit) })}
            >
              {hour}
            </button>
          )
        })}
      </fieldset>
      <fieldset className="cells" aria-label={t('customers.closedDays')}>
        {closableWeekdays.map(({ bit, name }) => {
          const isClosed = has(closedWeekdays, bit)
          return onChange === undefined ? (
            <span
              key={bit}
              className={isClosed ? 'cell' : 'cell on'}
              title={t(isClosed ? 'customers.closed' : 'customers.open')}
            >
              {name}
            </span>
          ) : (
            <button
              key={bit}
              type="button"
              className={isClosed ? 'cell' : 'cell on'}
              aria-pressed={!isClosed}
              aria-label={t('customers.openOn', { day: name })}
              onClick={() => onChange({ closedWeekdays: toggled(closedWeekdays, bit) })}
            >
              {name}
            </button>
          )
        })}
        <span className="mut">
          {t(`slot.${slot}`)}
          {closedOnHolidays ? `・${t('customers.redDays')}` : ''}
        </span>
      </fieldset>
    </div>
  )
}
