import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { makeId, useDraft, useNavigation, usePhoneState } from '../../app/phone-context.tsx'
import { Go } from '../../parts/buttons.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { ClosedCard } from './ClosedCard.tsx'
import { Compare } from './Compare.tsx'
import { CountCash } from './CountCash.tsx'
import { CountCylinders } from './CountCylinders.tsx'
import { type CloseDraft, newCloseDraft } from './close.rules.ts'

export interface Closing {
  draft: CloseDraft
  save: (draft: CloseDraft) => void
}

/**
 * 收車交帳: count first, then see what is due, then sign. It needs no signal: the close is a fact behind all others in the
 * outbox, and the books work out again what is due.
 */
export function CloseScreen() {
  const { t } = useWords()
  const { day } = usePhoneState()
  const navigation = useNavigation()
  const [draft, save] = useDraft<CloseDraft>('close', () => newCloseDraft(makeId()))
  const small = day === null ? '' : `${Number(day.date.slice(5, 7))}/${Number(day.date.slice(8, 10))}`
  const run = day?.run
  const today = <Go onPress={() => navigation.go({ at: 'today' })}>{t('stops.today')}</Go>
  if (run == null || day === null) {
    return (
      <Screen title={t('close.title')} bar={today}>
        <p className="empty">{t('today.noRun')}</p>
      </Screen>
    )
  }
  if (run.state === 'closed' && draft.replaces === null) {
    return (
      <Screen title={t('close.title')} small={small} bar={today}>
        <Panel title={t('close.title')}>
          <ClosedCard run={run} />
        </Panel>
      </Screen>
    )
  }
  const closing = { draft, save }
  if (draft.step === 'cash') return <CountCash closing={closing} small={small} run={run} />
  if (draft.step === 'cylinders') return <CountCylinders closing={closing} small={small} run={run} />
  return (
    <Compare
      closing={closing}
      small={small}
      day={day}
      run={run}
      dueCash={Number(parseNtd(run.cashInHandNtd))}
    />
  )
}
