import type { RecurringOrderView, Rhythm } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { createRecurringOrder, editRecurringOrder } from '@luckygas/ui/api/routes/recurring-orders.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { useWrite } from '../../shell/queries.ts'
import { DigitChoice } from './DigitChoice.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'
import { OrderLines } from './OrderLines.tsx'
import { weekdayBit, weekdayNumbers } from './recurring-words.ts'
import { linesOf, type Quantities, quantitiesOf, slots } from './use-order-draft.ts'
import { useQuote } from './use-quote.ts'

interface Props {
  siteId: string
  /** The agreement to change; a new one where absent. */
  recurring?: RecurringOrderView | undefined
  /** What the site takes as a rule. */
  usual: Quantities
  onSaved: (id: string) => void
}

const kinds = ['weekly', 'monthly', 'every_days'] as const

/** An agreement as one form: how often, from when to when, what, and when in the day. */
export function RecurringForm({ siteId, recurring, usual, onSaved }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const [id] = useState(newId)
  const [terms, setTerms] = useState(() => ({
    rhythm: recurring?.rhythm ?? ({ kind: 'weekly', weekdays: weekdayBit(today()) } as Rhythm),
    startsOn: recurring?.startsOn ?? today(),
    endsOn: recurring?.endsOn ?? null,
    slot: recurring?.slot ?? ('any' as const),
    note: recurring?.note ?? '',
    quantities: recurring ? quantitiesOf(recurring.lines) : usual,
  }))
  const change = (part: Partial<typeof terms>) => setTerms(before => ({ ...before, ...part }))
  const create = useWrite(createRecurringOrder, ['orders', 'customers', 'due-list'])
  const edit = useWrite(editRecurringOrder, ['orders', 'customers', 'due-list'])
  const { quantities, ...rest } = terms
  const lines = linesOf(quantities)
  const hasStarted = terms.startsOn <= today()
  const quote = useQuote(siteId, hasStarted ? today() : terms.startsOn, lines)
  const isComplete = lines.length > 0 && (rest.rhythm.kind !== 'weekly' || rest.rhythm.weekdays > 0)
  const isBusy = create.isPending || edit.isPending
  const save = () =>
    act(async () => {
      if (!isComplete || isBusy) return
      const saved = recurring
        ? await edit.mutateAsync({
            params: { id: recurring.id },
            body: { ...rest, lines, version: recurring.version },
          })
        : await create.mutateAsync({ body: { ...rest, lines, id, siteId } })
      onSaved(saved.id)
    }, t('recurring.saved'))
  useHotkeys({ 'ctrl+Enter': () => void save() })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <section className="when">
        <div className="field">
          <span className="lab2">{t('recurring.rhythm')}</span>
          <DigitChoice
            label={t('recurring.rhythm')}
            value={terms.rhythm.kind}
            onChange={kind => change({ rhythm: firstOf(kind) })}
            options={kinds.map(value => ({ value, text: t(`recurring.kind.${value}`) }))}
          />
        </div>
        <RhythmFields rhythm={terms.rhythm} onChange={rhythm => change({ rhythm })} />
      </section>
      <section className="when">
        <div className="field">
          <span className="lab2">{t('recurring.startsOn')}</span>
          <DateChooser
            label={t('recurring.startsOn')}
            date={terms.startsOn}
            onDate={startsOn => change({ startsOn })}
          />
        </div>
        <div className="field">
          <span className="lab2">{t('recurring.endsOn')}</span>
          <span className="row">
            <DigitChoice
              label={t('recurring.endsOn')}
              value={terms.endsOn === null ? 'none' : 'day'}
              onChange={choice => change({ endsOn: choice === 'none' ? null : terms.startsOn })}
              options={[
                { value: 'none', text: t('recurring.noEnd') },
                { value: 'day', text: t('recurring.until') },
              ]}
            />
            {terms.endsOn === null ? null : (
              <DateChooser
                label={t('recurring.endsOn')}
                date={terms.endsOn}
                minDate={terms.startsOn}
                onDate={endsOn => change({ endsOn })}
              />
            )}
          </span>
        </div>
        <div className="field">
          <span className="lab2">{t('word.slot')}</span>
          <DigitChoice
            label={t('word.slot')}
            value={terms.slot}
            onChange={slot => change({ slot })}
            options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
          />
        </div>
      </section>
      <OrderLines
        quantities={quantities}
        quote={quote}
        onChange={next => change({ quantities: next })}
        isFocused={lines.length === 0}
      />
      <section className="when">
        <Field
          label={t('recurring.note')}
          value={terms.note}
          maxLength={300}
          onChange={event => change({ note: event.target.value })}
        />
        <button type="submit" className="btn accent" disabled={!isComplete || isBusy}>
          {t('recurring.save')} <Kbd keys={['Ctrl', 'Enter']} />
        </button>
      </section>
    </form>
  )
}

const firstOf = (kind: Rhythm['kind']): Rhythm =>
  ({
    weekly: { kind: 'weekly', weekdays: weekdayBit(today()) } as const,
    monthly: { kind: 'monthly', monthDay: Number(today().slice(8)) } as const,
    every_days: { kind: 'every_days', everyDays: 10 } as const,
  })[kind]

function RhythmFields({ rhythm, onChange }: { rhythm: Rhythm; onChange: (rhythm: Rhythm) => void }) {
  const { t } = useTranslation()
  if (rhythm.kind === 'weekly')
    return (
      <div className="field">
        <span className="lab2">{t('recurring.weekdays')}</span>
        <fieldset
          className="seg digits"
          aria-label={t('recurring.weekdays')}
          onKeyDown={event => {
            chooseByDigit(event)
            walkByArrow(event)
          }}
        >
          {weekdayNumbers.map(number => {
            const bit = 1 << (number - 1)
            return (
              <button
                key={number}
                type="button"
                data-digit={number}
                tabIndex={number === 1 ? 0 : -1}
                aria-pressed={(rhythm.weekdays & bit) !== 0}
                onClick={() => onChange({ kind: 'weekly', weekdays: rhythm.weekdays ^ bit })}
              >
                {t(`recurring.weekday.${number}`)}
              </button>
            )
          })}
        </fieldset>
      </div>
    )
  const [name, value, least, most] =
    rhythm.kind === 'monthly'
      ? (['monthDay', rhythm.monthDay, 1, 31] as const)
      : (['everyDays', rhythm.everyDays, 2, 365] as const)
  return (
    <Field
      label={t(`recurring.${name}`)}
      type="number"
      min={least}
      max={most}
      value={value}
      hint={rhythm.kind === 'monthly' && value > 28 ? t('recurring.lastDayHint') : undefined}
      onChange={event => {
        const typed = Math.min(most, Math.max(least, Math.trunc(Number(event.target.value)) || least))
        onChange(
          rhythm.kind === 'monthly'
            ? { kind: 'monthly', monthDay: typed }
            : { kind: 'every_days', everyDays: typed },
        )
      }}
    />
  )
}
