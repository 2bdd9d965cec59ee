import { useState } from 'react'
import type { Run } from '../../offline/day.rules.ts'
import { Alt, Go } from '../../parts/buttons.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import type { Closing } from './CloseScreen.tsx'

/** Fulls and empties on the truck by size, counted before the ledger's figures appear. */
export function CountCylinders({ closing, small, run }: { closing: Closing; small: string; run: Run }) {
  const { t } = useWords()
  const { draft, save } = closing
  const types = run.onTruck.map(row => row.cylinderType)
  const fields = types.flatMap(type => [`full/${type}`, `empty/${type}`])
  const [at, setAt] = useState(fields[0] ?? '')
  const seen = useKeepSeen<HTMLButtonElement>(at)
  const following = fields[fields.indexOf(at) + 1]
  const [pile, type = ''] = at.split('/') as ['full' | 'empty', string]
  const counted = () => save({ ...draft, step: 'compare' })
  const cell = (which: 'full' | 'empty', code: string) => (
    <td>
      <button
        ref={at === `${which}/${code}` ? seen : null}
        type="button"
        aria-pressed={at === `${which}/${code}`}
        aria-label={t(which === 'full' ? 'close.fullOf' : 'close.emptyOf', {
          size: sizeText(code as (typeof types)[number]),
        })}
        onClick={() => setAt(`${which}/${code}`)}
      >
        {draft[which][code] ?? ''}
      </button>
    </td>
  )
  return (
    <Screen
      title={t('close.title')}
      small={small}
      className="counting"
      onBack={() => save({ ...draft, step: 'cash' })}
      bar={
        following === undefined ? (
          <Go onPress={counted}>{t('close.cylindersCounted')}</Go>
        ) : (
          <>
            <Alt onPress={counted}>{t('close.cylindersCounted')}</Alt>
            <Go onPress={() => setAt(following)}>{t('close.next')}</Go>
          </>
        )
      }
    >
      <Panel title={t('close.cylinders')}>
        <h2>{t('close.countCylinders')}</h2>
        <table className="count-table">
          <thead>
            <tr>
              <th scope="col">{t('word.size')}</th>
              <th scope="col">
                <Cylinder isFull size={20} /> {t('word.full')}
              </th>
              <th scope="col">
                <Cylinder isFull={false} size={20} /> {t('word.empty')}
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map(code => (
              <tr key={code}>
                <th scope="row">{sizeText(code)}</th>
                {cell('full', code)}
                {cell('empty', code)}
              </tr>
            ))}
          </tbody>
        </table>
        {type !== '' && (
          <Keypad
            value={draft[pile][type] ?? ''}
            longest={3}
            onChange={count => save({ ...draft, [pile]: { ...draft[pile], [type]: count } })}
          />
        )}
      </Panel>
    </Screen>
  )
}
