import { formatPhone } from '@luckygas/ui/format/format.ts'
import type { Stop } from '../../offline/day.rules.ts'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'

/** Whom to ask for and how to reach him; where the site has no number, the office's. */
export function Contact({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const [first, ...others] = stop.phones
  const name = stop.contactName === '' ? stop.shortName : stop.contactName
  if (first === undefined) {
    return (
      <>
        {stop.contactName !== '' && (
          <p className="card person">
            <Icon name="person" />
            <span>
              {t('stop.ask')} <b>{stop.contactName}</b>
            </span>
          </p>
        )}
        <CallOffice />
      </>
    )
  }
  return (
    <>
      <a className="row contact" href={`tel:${first}`}>
        <Icon name="person" />
        <span>
          {t('stop.ask')} <b>{name}</b>
        </span>
        <span className="call">
          <Icon name="phone" size={22} />
          {t('stop.call')}
        </span>
      </a>
      {others.slice(0, 2).map(other => (
        <a key={other} className="row is-centred" href={`tel:${other}`}>
          <Icon name="phone" size={22} />
          {formatPhone(other)}
        </a>
      ))}
    </>
  )
}
