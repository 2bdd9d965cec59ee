import { formatTime } from '@luckygas/ui/format/format.ts'
import { useOnce, usePhone } from '../../app/phone-context.tsx'
import type { OfficeAsk } from '../../offline/asks.rules.ts'
import { Row } from '../../parts/buttons.tsx'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'

/** What the office has to decide about a record: it is kept, and this is why somebody may call. */
export function AskCard({ ask }: { ask: OfficeAsk }) {
  const { t, words } = useWords()
  const phone = usePhone()
  const [once] = useOnce()
  const key = `asked.kind.${ask.kind}`
  return (
    <section className="card refused is-asked">
      <header>
        <State name="warn" size={24}>
          {t('asked.title')}
        </State>
        <span>{formatTime(ask.deviceAt)}</span>
      </header>
      <h2>{ask.stop === null ? t('sync.ofTheDay') : t('sync.stop', ask.stop)}</h2>
      <p>{t(words.has(key) ? key : 'asked.kind.other')}</p>
      <div className="choices">
        <CallOffice />
        <Row isCentred onPress={() => once(() => phone.seeAsk(ask.id))}>
          {t('asked.seen')}
        </Row>
      </div>
    </section>
  )
}
