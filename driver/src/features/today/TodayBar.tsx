import { useNavigation } from '../../app/phone-context.tsx'
import { Alt, Go } from '../../parts/buttons.tsx'
import { visitText } from '../../parts/figures.ts'
import { useWords } from '../../words/words-context.tsx'
import type { NextThing, NumberedStop } from './today.rules.ts'

/** The one thing the day asks for now, and the list beside it. */
export function TodayBar({ next }: { next: NextThing }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const list = (
    <Alt icon="list" onPress={() => navigation.go({ at: 'stops' })}>
      {t('today.all')}
    </Alt>
  )
  const main: Record<NextThing['do'], () => { words: string; small?: string; press: () => void }> = {
    nothing: () => ({ words: t('today.settings'), press: () => navigation.go({ at: 'settings' }) }),
    'check-vehicle': () => ({ words: t('today.check'), press: () => navigation.go({ at: 'check' }) }),
    load: () => {
      const trip = next.do === 'load' ? next.trip : 1
      return { words: t('today.load', { trip }), press: () => navigation.go({ at: 'load', trip }) }
    },
    go: () => {
      const to = (next as { next: NumberedStop }).next
      return {
        words: t(to.stop.state === 'arrived' ? 'today.goOn' : 'today.go', { number: to.number }),
        small: to.stop.state === 'arrived' ? to.stop.shortName : visitText(t, to.stop.lines),
        press: () =>
          navigation.go({ at: to.stop.state === 'arrived' ? 'deliver' : 'stop', stopId: to.stop.id }),
      }
    },
    close: () => ({ words: t('today.close'), press: () => navigation.go({ at: 'close' }) }),
    closed: () => ({ words: t('stops.title'), press: () => navigation.go({ at: 'stops' }) }),
  }
  const { words, press } = main[next.do]()
  return (
    <>
      {next.do !== 'nothing' && next.do !== 'closed' && list}
      {next.do === 'closed' && <Alt onPress={() => navigation.go({ at: 'close' })}>{t('close.see')}</Alt>}
      <Go onPress={press}>{words}</Go>
    </>
  )
}
