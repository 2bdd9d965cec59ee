import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { makeId, useDraft, useNavigation, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import { Go } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useIsReachable } from '../../parts/use-is-reachable.ts'
import { useWords } from '../../words/words-context.tsx'
import { Compare } from './Compare.tsx'
import { CountCash } from './CountCash.tsx'
import { CountCylinders } from './CountCylinders.tsx'
import { type CloseDraft, newCloseDraft } from './close.rules.ts'

export interface Closing {
  draft: CloseDraft
  save: (draft: CloseDraft) => void
}

/** 收車交帳: count first, then see what is due, then sign. */
export function CloseScreen() {
  const { t } = useWords()
  const { day, summary } = usePhoneState()
  const phone = usePhone()
  const navigation = useNavigation()
  const isReachable = useIsReachable()
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
        <p className="notice is-done">
          <State name="done">{t('close.already')}</State>
        </p>
      </Screen>
    )
  }
  if (summary.waiting.length > 0 || !isReachable) {
    return (
      <Screen
        title={t('close.title')}
        small={small}
        bar={<Go onPress={() => void phone.refresh()}>{t('sync.now')}</Go>}
      >
        <p className="notice">
          <State name="sync">
            {summary.waiting.length > 0
              ? t('close.syncFirst', { count: summary.waiting.length })
              : t('close.needsSignal')}
          </State>
        </p>
        <p className="hint">{t('close.whySync')}</p>
      </Screen>
    )
  }
  const closing = { draft, save }
  if (draft.step === 'cash') return <CountCash closing={closing} small={small} />
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
