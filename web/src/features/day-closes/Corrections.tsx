import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'

type Correction = (typeof dayCloseSchema)['_output']['corrections'][number]

/** What came in about this run after its close: posted as corrections, each with what was decided. */
export function Corrections({ corrections }: { corrections: readonly Correction[] }) {
  const { t, i18n } = useTranslation()
  if (corrections.length === 0) return null
  const decision = (name: string) => (i18n.exists(`decision.${name}`) ? t(`decision.${name}`) : name)
  return (
    <section className="corrections">
      <h3>{t('dayCloses.corrections', { count: corrections.length })}</h3>
      <ul>
        {corrections.map(correction => (
          <li key={correction.commandId} className="row">
            <b>{t(`dayCloses.fact.${correction.kind}`)}</b>
            <span>{correction.shortName}</span>
            <span className="mut num">
              {t('dayCloses.happened', { at: formatInstant(correction.occurredAt) })}
            </span>
            <span className="mut num">
              {t('dayCloses.cameIn', { at: formatInstant(correction.receivedAt) })}
            </span>
            <span className="sp" />
            {correction.isOpen ? (
              <Link to={paths.conflicts()}>{t('dayCloses.undecided')}</Link>
            ) : (
              <span>{correction.decision === null ? '' : decision(correction.decision)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
