import { serverNowMs } from '@luckygas/ui/clock.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useNavigation, usePhoneState } from '../../app/phone-context.tsx'
import { isOldDay } from '../../offline/business-day.rules.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'

/** What the driver must know before he goes on: an old day, another phone of his, questions, lost photos. */
export function Notices({ day }: { day: DriverDay }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { asks, files } = usePhoneState()
  const dropped = files.filter(file => file.status === 'dropped').length
  const [other] = day.otherPhones ?? []
  const toSync = () => navigation.go({ at: 'sync' })
  return (
    <>
      {isOldDay(day, new Date(serverNowMs())) && (
        <p className="notice is-warned">
          <State name="warn">{t('today.oldDay')}</State>
        </p>
      )}
      {other !== undefined && day.run?.state !== 'closed' && (
        <p className="notice is-warned">
          <State name="warn">
            {t('today.otherPhone', { count: other.facts, at: formatTime(other.lastAt) })}
          </State>
          <span>{t('today.otherPhoneHelp')}</span>
        </p>
      )}
      {(asks.length > 0 || dropped > 0) && (
        <Row icon={<State name="warn">{''}</State>} end={<Chevron />} onPress={toSync}>
          {asks.length > 0
            ? t('asked.count', { count: asks.length })
            : t('storage.dropped', { count: dropped })}
        </Row>
      )}
    </>
  )
}
