import { usePhoneState } from '../app/phone-context.tsx'
import { useWords } from '../words/words-context.tsx'
import { Icon } from './icons.tsx'

/** Calls the office, where it has given a number. */
export function CallOffice() {
  const { t } = useWords()
  const { day } = usePhoneState()
  const number = day?.company.phone ?? ''
  if (number === '') return null
  return (
    <a className="row is-centred" href={`tel:${number}`}>
      <Icon name="phone" size={22} />
      {t('call.office')}
    </a>
  )
}
