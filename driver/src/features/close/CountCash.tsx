import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { useNavigation } from '../../app/phone-context.tsx'
import type { Run } from '../../offline/day.rules.ts'
import { Go } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import type { Closing } from './CloseScreen.tsx'
import { CountPad } from './CountPad.tsx'
import { countedCash, faceValues, followingValue } from './close.rules.ts'

/** Notes and coins, counted before anyone says how much there should be. */
export function CountCash({ closing, small, run }: { closing: Closing; small: string; run: Run }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { draft, save } = closing
  const [at, setAt] = useState<number>(faceValues[1])
  const seen = useKeepSeen<HTMLButtonElement>(at)
  const total = formatNtd(BigInt(countedCash(draft.pieces)))
  const keep = (pieces: string) => save({ ...draft, pieces: { ...draft.pieces, [at]: pieces } })
  return (
    <Screen
      title={t('close.title')}
      small={small}
      className="counting"
      onBack={() => navigation.go({ at: 'today' })}
      bar={
        <Go onPress={() => save({ ...draft, step: 'cylinders' })} small={`NT$${total}`}>
          {t('close.cashCounted')}
        </Go>
      }
    >
      <Panel title={t('close.cash')}>
        {run.reopenReason != null && (
          <p className="notice">
            <State name="warn">{t('close.reopened', { reason: run.reopenReason })}</State>
          </p>
        )}
        <h2>{t('close.countCash')}</h2>
        <ol className="denominations">
          {faceValues.map(value => (
            <li key={value}>
              <button
                ref={value === at ? seen : null}
                type="button"
                aria-pressed={value === at}
                onClick={() => setAt(value)}
              >
                <span>{formatNtd(BigInt(value))}</span>
                <i>×</i>
                <b>{draft.pieces[value] ?? ''}</b>
              </button>
            </li>
          ))}
        </ol>
        <CountPad
          key={at}
          value={draft.pieces[at] ?? ''}
          longest={4}
          onType={keep}
          onCount={count => {
            keep(count)
            setAt(followingValue(at))
          }}
        />
      </Panel>
    </Screen>
  )
}
