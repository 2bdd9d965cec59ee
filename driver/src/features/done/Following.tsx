import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import type { Stop } from '../../offline/day.rules.ts'
import { visitText } from '../../parts/figures.ts'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { arrivalMinute } from '../today/today.rules.ts'

/** Where the main button leads next. */
export function Following({ stop, number }: { stop: Stop; number: number }) {
  const { t } = useWords()
  const arrival = arrivalMinute(stop)
  return (
    <section className="following">
      <p className="hint">{t('done.following', { number })}</p>
      <p className="name">
        {stop.shortName}
        {arrival !== null && (
          <State name="enroute">{t('today.arrives', { at: formatMinute(arrival) })}</State>
        )}
      </p>
      <p>
        {stop.address}　{visitText(t, stop.lines)}
      </p>
    </section>
  )
}
