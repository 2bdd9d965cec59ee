import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { useState } from 'react'
import type { Run } from '../../offline/day.rules.ts'
import { Go, Row } from '../../parts/buttons.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder, Icon } from '../../parts/icons.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import type { Closing } from './CloseScreen.tsx'
import { CountPad } from './CountPad.tsx'
import {
  countedTypes,
  following,
  otherTypes,
  type Pile,
  type PileField,
  pileFields,
  uncounted,
  withRestNone,
} from './close.rules.ts'

/** Fulls and empties on the truck by size, counted before the ledger's figures appear. */
export function CountCylinders({ closing, small, run }: { closing: Closing; small: string; run: Run }) {
  const { t } = useWords()
  const { draft, save } = closing
  const types = countedTypes(run.onTruck, draft)
  const fields = pileFields(types)
  const rest = uncounted(types, draft)
  const [at, setAt] = useState<PileField | undefined>(fields[0])
  const [isAdding, setAdding] = useState(false)
  const seen = useKeepSeen<HTMLButtonElement>(at)
  const [pile, type = ''] = (at?.split('/') ?? ['full']) as [Pile, string]
  const keep = (count: string) => save({ ...draft, [pile]: { ...draft[pile], [type]: count } })
  const add = (code: CylinderType) => {
    save({ ...draft, more: [...(draft.more ?? []), code] })
    setAdding(false)
    setAt(`full/${code}`)
  }
  const cell = (which: Pile, code: CylinderType) => (
    <td>
      <button
        ref={at === `${which}/${code}` ? seen : null}
        type="button"
        aria-pressed={at === `${which}/${code}`}
        aria-label={t(which === 'full' ? 'close.fullOf' : 'close.emptyOf', { size: sizeText(code) })}
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
        <Go onPress={() => save({ ...withRestNone(types, draft), step: 'compare' })}>
          {t(rest.length === 0 ? 'close.cylindersCounted' : 'close.restNone')}
        </Go>
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
        <Row icon={<Icon name="plus" />} onPress={() => setAdding(!isAdding)}>
          {t('close.otherSize')}
        </Row>
        {isAdding && (
          <div className="choices">
            {otherTypes(run.onTruck, draft).map(code => (
              <Row key={code} isCentred onPress={() => add(code)}>
                {sizeText(code)}
              </Row>
            ))}
          </div>
        )}
        {at !== undefined && !isAdding && (
          <CountPad
            key={at}
            value={draft[pile][type] ?? ''}
            longest={3}
            onType={keep}
            onCount={count => {
              keep(count)
              setAt(following(fields, at))
            }}
          />
        )}
      </Panel>
    </Screen>
  )
}
