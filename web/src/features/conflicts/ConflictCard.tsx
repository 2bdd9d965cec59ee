import type { conflictSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { ProblemError } from '@luckygas/ui/api/problem-error.ts'
import { decideConflict } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { DoneMark, SyncMark } from '@luckygas/ui/icons/states.tsx'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { useChoiceKeys } from '../running-day/use-choice-keys.ts'
import { detailWords, storyFacts } from './detail-words.ts'

type Conflict = (typeof conflictSchema)['_output']

interface Props {
  conflict: Conflict
  /** The one that the digits decide. */
  isChosen: boolean
  onChoose: () => void
}

/** One matter: what happened in the trade's words, and the answers as buttons that say what each will do. */
export function ConflictCard({ conflict, isChosen, onChoose }: Props) {
  const { t, i18n } = useTranslation()
  const mayDecide = useMay('conflicts.decide')
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const isOpen = conflict.status === 'open'
  const facts = detailWords(t, i18n, conflict.detail)
  return (
    <li
      ref={place}
      className={isChosen ? 'conflict chosen' : 'conflict'}
      aria-current={isChosen ? 'true' : undefined}
      onFocus={onChoose}
    >
      <header className="row">
        {isOpen ? <SyncMark /> : <DoneMark />}
        <h2>{t(`conflict.${conflict.kind}`)}</h2>
        <span>{[conflict.driverName, conflict.shortName].filter(Boolean).join('・')}</span>
        <span className="sp" />
        <span className="mut num">{formatInstant(conflict.openedAt)}</span>
      </header>
      <p className="story">{t(`conflictStory.${conflict.kind}`, storyFacts(t, i18n, conflict))}</p>
      {facts.length === 0 ? null : (
        <dl className="facts2">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {isOpen && mayDecide ? <Choices conflict={conflict} isChosen={isChosen} /> : null}
      {isOpen ? null : (
        <p>
          <b>{t(`decision.${conflict.decision ?? 'noted'}`)}</b> {conflict.note}{' '}
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

function Choices({ conflict, isChosen }: { conflict: Conflict; isChosen: boolean }) {
  const { t } = useTranslation()
  const act = useAct()
  const decide = useWrite(decideConflict, ['conflicts', 'board', 'cylinders', 'day-closes'])
  const [note, setNote] = useState('')
  const choose = (decision: string) =>
    act(async () => {
      if (decide.isPending) return
      try {
        await decide.mutateAsync({
          params: { id: conflict.id },
          body: { decision, note: note.trim(), version: conflict.version },
        })
        say(t('conflicts.done'))
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'deliveries.conflict-decided') throw error
        const name = String(error.params.by || t('conflicts.somebody'))
        say(t('conflicts.decidedAlready', { name, decision: t(`decision.${error.params.decision}`) }), true)
      }
    })
  useChoiceKeys(isChosen ? conflict.choices.length : 0, index => {
    const decision = conflict.choices[index]
    if (decision !== undefined) void choose(decision)
  })
  return (
    <div className="choices">
      <p className="mut">{t(`conflictHint.${conflict.kind}`)}</p>
      <ol>
        {conflict.choices.map((decision, index) => (
          <li key={decision} className="row">
            <button
              type="button"
              className="btn"
              disabled={decide.isPending}
              onClick={() => void choose(decision)}
            >
              {t(`decision.${decision}`)} {isChosen ? <Kbd keys={[String(index + 1)]} /> : null}
            </button>
            <span className="mut">{t(`decisionWill.${decision}`)}</span>
          </li>
        ))}
      </ol>
      <Field
        label={t('conflicts.note')}
        value={note}
        maxLength={300}
        onChange={event => setNote(event.target.value)}
      />
    </div>
  )
}
