import { type EmergencyLevel, emergencyLevels } from '@luckygas/contract/order-edits.ts'
import { WarningIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useTranslation } from 'react-i18next'
import { DigitChoice } from './DigitChoice.tsx'

interface Props {
  level: EmergencyLevel
  /** Minutes until help must be there, by level; absent until known. */
  minutes: Readonly<Record<EmergencyLevel, number>> | undefined
  onChange: (level: EmergencyLevel) => void
}

/** How bad it is, by when help must be there, and for a leak the words to say before anything else. */
export function EmergencyPart({ level, minutes, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <section className="part emergency" aria-label={t('orders.emergency')}>
      <h2>
        <WarningIcon size={16} /> {t('orders.emergency')}
      </h2>
      <DigitChoice
        label={t('orders.emergency')}
        value={String(level)}
        onChange={value => onChange(Number(value) as EmergencyLevel)}
        options={emergencyLevels.map(each => ({
          value: String(each),
          text: minutes
            ? t('orders.levelWithin', { level: t(`orders.level.${each}`), minutes: minutes[each] })
            : t(`orders.level.${each}`),
        }))}
      />
      {level === 1 ? (
        <ol className="say" aria-label={t('orders.sayFirst')}>
          {[1, 2, 3, 4, 5].map(step => (
            <li key={step}>{t(`orders.say.${step}`)}</li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}
