import type { conflictSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { decideConflict } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { DoneMark, SyncMark } from '@luckygas/ui/icons/states.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { detailWords } from './detail-words.ts'

type Conflict = (typeof conflictSchema)['_output']

/** One matter: what happened in the driver's words, and the answers as buttons. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { t, i18n } = useTranslation()
  const act = useAct()
  const mayDecide = useMay('conflicts.decide')
  const decide = useWrite(decideConflict, ['conflicts', 'board', 'cylinders', 'day-closes'])
  const [note, setNote] = useState('')
  const choiceWords = (decision: string) =>
    i18n.exists(`decision.${decision}`) ? t(`decision.${decision}`) : decision
  const choose = (decision: string) =>
    act(
      () =>
        decide.mutateAsync({
          params: { id: conflict.id },
          body: { decision, note: note.trim(), version: conflict.version },
        }),
      t('conflicts.done'),
    )
  const isOpen = conflict.status === 'open'
  return (
    <li className="conflict">
      <header className="row">
        {isOpen ? <SyncMark /> : <DoneMark />}
        <h2>{t(`conflict.${conflict.kind}`)}</h2>
        <span>{[conflict.driverName, conflict.shortName].filter(Boolean).join('・')}</span>
        <span className="sp" />
        <span className="mut num">{formatInstant(conflict.openedAt)}</span>
      </header>
      <p>{t(`conflictHint.${conflict.kind}`)}</p>
      <dl className="facts2">
        {detailWords(t, i18n, conflict.detail).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {isOpen && mayDecide ? (
        <div className="row decide">
          <Field
            label={t('conflicts.note')}
            value={note}
            maxLength={300}
            onChange={event => setNote(event.target.value)}
          />
          {conflict.choices.map(decision => (
            <button
              key={decision}
              type="button"
              className="btn"
              disabled={decide.isPending}
              onClick={() => void choose(decision)}
            >
              {choiceWords(decision)}
            </button>
          ))}
        </div>
      ) : null}
      {isOpen ? null : (
        <p>
          <b>{choiceWords(conflict.decision ?? '')}</b> {conflict.note}{' '}
          <span className="mut">{conflict.decidedAt === null ? '' : formatInstant(conflict.decidedAt)}</span>
        </p>
      )}
      {conflict.stopId === null ? null : (
        <Link className="mut" to={paths.dispatch({ stop: conflict.stopId })}>
          {t('conflicts.showStop')}
        </Link>
      )}
    </li>
  )
}
