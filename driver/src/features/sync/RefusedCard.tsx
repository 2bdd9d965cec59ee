import { formatTime } from '@luckygas/ui/format/format.ts'
import type { Route } from '../../app/navigation.ts'
import { makeId, useNavigation, useOnce, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { OutboxEntry } from '../../offline/outbox.types.ts'
import { Row } from '../../parts/buttons.tsx'
import { CallOffice } from '../../parts/CallOffice.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { newCloseDraft } from '../close/close.rules.ts'
import { draftFromFact } from '../deliver/deliver.rules.ts'
import { deliverThing } from '../deliver/use-deliver-draft.ts'
import { failThing, newFailDraft } from '../fail/fail-draft.ts'
import { loadThing, newLoadDraft } from '../load-out/load-out.rules.ts'
import { useEntryWords } from './use-entry-words.ts'

/** One record that the office could not take: a question with its answers, never an error. Nothing is thrown away. */
export function RefusedCard({ entry }: { entry: OutboxEntry }) {
  const { t, words } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const entryWords = useEntryWords()
  const [once] = useOnce()
  const reopen = useReopen()
  const { refusal, stop } = entry
  const code = refusal?.code ?? ''
  const sentence = words.has(`refused.${code}`) ? t(`refused.${code}`) : t('refused.unreadable')
  const typeAgain = reopen(entry)
  return (
    <section className="card refused">
      <header>
        <State name="failed" size={24}>
          {t('refused.title')}
        </State>
        {refusal !== null && (
          <span>{t('refused.at', { at: formatTime(new Date(refusal.atMs).toISOString()) })}</span>
        )}
      </header>
      <h2>{stop === null ? t('sync.ofTheDay') : t('sync.stop', stop)}</h2>
      <p>
        {formatTime(entry.command.deviceAt)} {entryWords(entry)}
        <br />
        {sentence}
      </p>
      <div className="choices">
        <Row isCentred onPress={() => once(() => phone.sendAgain(entry.id))}>
          {t('refused.again')}
        </Row>
        {typeAgain !== undefined ? (
          <Row isCentred onPress={() => navigation.go(typeAgain())}>
            {t('refused.retype')}
          </Row>
        ) : (
          <CallOffice />
        )}
      </div>
    </section>
  )
}

/** Opens the screen on which a refused record can be stated anew; the old one stays until the new one stands. */
function useReopen(): (entry: OutboxEntry) => (() => Route) | undefined {
  const phone = usePhone()
  const { day } = usePhoneState()
  return entry => {
    const { command } = entry
    const replaces = entry.id
    if (command.kind === 'deliver') {
      const stop = day?.stops.find(({ id }) => id === command.stopId)
      if (stop === undefined) return undefined
      return () => {
        phone.saveDraft(deliverThing(stop.id), { ...draftFromFact(stop, command, makeId), replaces })
        return { at: 'deliver', stopId: stop.id }
      }
    }
    if (command.kind === 'fail') {
      return () => {
        const { reason, note, files } = command
        phone.saveDraft(failThing(command.stopId), {
          ...newFailDraft(command.stopId),
          reason,
          note,
          files,
          replaces,
        })
        return { at: 'fail', stopId: command.stopId }
      }
    }
    if (command.kind === 'load_out') {
      return () => {
        const run = day?.run
        const { trip, full, returnedFull, returnedEmpty, reason, depotVisit, plates } = command
        const base = run == null ? null : newLoadDraft(run, trip)
        phone.saveDraft(loadThing(trip, depotVisit !== undefined), {
          ...base,
          trip,
          full,
          returnedFull,
          returnedEmpty,
          reason,
          replaces,
          ...(depotVisit && { depotVisit }),
          ...(plates && { plates }),
        })
        return { at: 'load', trip, isVisit: depotVisit !== undefined }
      }
    }
    if (command.kind === 'close_day') {
      return () => {
        phone.saveDraft('close', { ...newCloseDraft(makeId()), replaces })
        return { at: 'close' }
      }
    }
    return undefined
  }
}
