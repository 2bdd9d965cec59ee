import type { Today } from '@luckygas/contract/endpoints/today.ts'
import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { formatShortDate, formatTime } from '@luckygas/ui/format/format.ts'
import { stateMarks } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'

const Mark = stateMarks.failed

/** A red line for each thing that is wrong with the installation itself, above all figures: they are lost with it. */
export function Troubles({ troubles }: { troubles: Today['troubles'] }) {
  const { t } = useTranslation()
  return troubles.map(({ what, state, at, detail }) => (
    <section key={what} className="trouble" role="alert">
      <Mark />
      <b>{t(`today.trouble.${what}`)}</b>
      <span>
        {t(`today.trouble.${state}`, { at: at === null ? '' : dayAndTime(at), detail })}{' '}
        {t(what === 'integrity' ? 'today.trouble.askIntegrity' : 'today.trouble.ask')}
      </span>
      {(state === 'failed' || state === 'faulty') && detail !== '' ? (
        <span className="why">{t('today.trouble.because', { detail })}</span>
      ) : null}
    </section>
  ))
}

const dayAndTime = (instant: string) =>
  `${formatShortDate(businessDateOf(new Date(instant)))} ${formatTime(instant)}`
