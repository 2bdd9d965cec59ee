import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { useNavigation } from '../../app/phone-context.tsx'
import { Alt, Go } from '../../parts/buttons.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import type { Closing } from './CloseScreen.tsx'
import { countedCash, countOf, faceValues } from './close.rules.ts'

/** Notes and coins, counted before anyone says how much there should be. */
export function CountCash({ closing, small }: { closing: Closing; small: string }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { draft, save } = closing
  const [at, setAt] = useState<number>(faceValues[1])
  const seen = useKeepSeen<HTMLButtonElement>(at)
  const order = faceValues.indexOf(at as (typeof faceValues)[number])
  const following = faceValues[order + 1]
  const total = formatNtd(BigInt(countedCash(draft.pieces)))
  const counted = () => save({ ...draft, step: 'cylinders' })
  return (
    <Screen
      title={t('close.title')}
      small={small}
      className="counting"
      onBack={() => navigation.go({ at: 'today' })}
      bar={
        following === undefined ? (
          <Go onPress={counted} small={`NT$${total}`}>
            {t('close.cashCounted')}
          </Go>
        ) : (
          <>
            <Alt onPress={counted}>{t('close.cashCounted')}</Alt>
            <Go onPress={() => setAt(following)} small={t('close.soFar', { total })}>
              {t('close.next')}
            </Go>
          </>
        )
      }
    >
      <Panel title={t('close.cash')}>
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
                <em>{formatNtd(BigInt(value * countOf(draft.pieces[value])))}</em>
              </button>
            </li>
          ))}
        </ol>
        <Keypad
          value={draft.pieces[at] ?? ''}
          longest={4}
          onChange={pieces => save({ ...draft, pieces: { ...draft.pieces, [at]: pieces } })}
        />
      </Panel>
    </Screen>
  )
}
