import type { DayLimits as Limits } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import type { AskedLimits } from './use-day-limits.ts'

type Rule = NonNullable<Limits['rules']>[number]

/** Rules that are named; the cheaper ones hardly hold anything back. */
const namedRules = 4
/** Below this many NT$ a saving is as likely the search's own luck. */
const leastSavingNtd = 30

/** 今天卡在：which rule binds the day, and what one more hour, trip or place would bring. */
export function DayLimits({ limits }: { limits: AskedLimits }) {
  const { t } = useTranslation()
  const { told, isPast, isAsking } = limits
  const rules = (told?.rules ?? [])
    .filter(rule => rule.servesMore > 0 || rule.savingNtd >= leastSavingNtd)
    .slice(0, namedRules)
  return (
    <section className="limits" aria-busy={isAsking}>
      <div className="limits-head">
        <h3>{t(told === undefined ? 'dispatch.limits.question' : 'dispatch.limits.title')}</h3>
        {isPast ? <span className="mut">{t('dispatch.limits.past')}</span> : null}
        {told === undefined || isPast || isAsking ? (
          <button type="button" className="btn xs" disabled={isAsking} onClick={() => void limits.ask()}>
            {t(isAsking ? 'dispatch.limits.asking' : 'dispatch.limits.ask')}
          </button>
        ) : null}
      </div>
      {told === undefined ? null : rules.length === 0 ? (
        <p>{t(told.rules === null ? 'dispatch.limits.unknown' : 'dispatch.limits.none')}</p>
      ) : (
        <ul className={isPast ? 'past' : ''}>
          {rules.map(rule => (
            <li key={rule.rule}>
              <b>{t(`dispatch.limits.rule.${rule.rule}`)}</b> {t(`dispatch.limits.without.${rule.rule}`)}
              {t('dispatch.limits.gain', { gains: gainWords(rule).join('、') })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )

  function gainWords({ servesMore, savingNtd, savesMinutes }: Rule): string[] {
    return [
      ...(servesMore > 0 ? [t('dispatch.limits.serves', { count: servesMore })] : []),
      ...(savingNtd >= leastSavingNtd
        ? [t('dispatch.limits.saves', { amount: formatCount(savingNtd) })]
        : []),
      ...(savesMinutes > 0 ? [t('dispatch.limits.minutes', { count: savesMinutes })] : []),
    ]
  }
}
