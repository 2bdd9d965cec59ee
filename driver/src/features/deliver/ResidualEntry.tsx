import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { residualGrams } from '@luckygas/contract/kernel/door-amount.ts'
import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { makeId } from '../../app/phone-context.tsx'
import { Row } from '../../parts/buttons.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Keypad } from '../../parts/Keypad.tsx'
import { State } from '../../parts/marks.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { type DraftResidual, draftAmount, newResidual, paymentOf, weighed } from './deliver.rules.ts'
import { tenthsText, tenthsToGrams } from './digits.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** Four digits of tenths: up to 999.9 kg, more than any scale a driver carries. */
const longest = 4

/** Weighing what comes back: scale minus stamped tare, and what it is worth. */
export function ResidualEntry({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { stop, day, draft, save } = delivering
  const [index, setIndex] = useState(0)
  const seen = useKeepSeen<HTMLElement>(index)
  const [field, setField] = useState<'gross' | 'tare'>('gross')
  /** A field just opened: the first digit replaces what stands there. */
  const [isFresh, setFresh] = useState(false)
  const current = draft.residuals[Math.min(index, draft.residuals.length - 1)]
  if (current === undefined) return null
  const change = (part: Partial<DraftResidual>) =>
    save({
      ...draft,
      residuals: draft.residuals.map(one => (one.id === current.id ? { ...one, ...part } : one)),
    })
  const open = (next: 'gross' | 'tare') => {
    setField(next)
    setFresh(true)
  }
  const type = (text: string) => {
    setFresh(false)
    change({ [field]: text })
  }
  const none = () => {
    const residuals = draft.residuals.filter(one => one.id !== current.id)
    save({ ...draft, residuals, focus: residuals.length > 0 ? 'residual' : 'lines' })
    setIndex(0)
  }
  const another = () => {
    save({ ...draft, residuals: [...draft.residuals, newResidual(makeId(), current.cylinderType)] })
    setIndex(draft.residuals.length)
    setField('gross')
  }
  const types = [...new Set(draft.lines.map(line => products[line.product].type))]
  const grossGrams = tenthsToGrams(current.gross)
  const tareGrams = tenthsToGrams(current.tare)
  const grams = residualGrams({ cylinderType: current.cylinderType, grossGrams, tareGrams })
  const credit = draftAmount({ ...draft, residuals: [current] }, stop, day.prices).creditNtd
  const isBelowTare = current.gross !== '' && grossGrams < tareGrams
  return (
    <>
      <section className="card entry" ref={seen}>
        <header>
          <b>
            {t('residual.title')} <small>{sizeText(current.cylinderType)}</small>
          </b>
          <Row isCentred onPress={none}>
            {t('residual.none')}
          </Row>
        </header>
        <div className="scales">
          <Weight
            name={t('residual.gross')}
            text={current.gross}
            isActive={field === 'gross'}
            onPress={() => open('gross')}
          />
          <u aria-hidden="true">−</u>
          <Weight
            name={t('residual.tare')}
            text={current.tare}
            isActive={field === 'tare'}
            onPress={() => open('tare')}
          />
        </div>
        <p className="calc">
          {isBelowTare ? (
            <State name="warn">{t('residual.belowTare')}</State>
          ) : (
            <>
              <span>
                {t('residual.left')} <b>{formatKg(grams)} kg</b>
              </span>
              <span>
                {t(paymentOf(stop) === 'monthly' ? 'residual.monthlyCredit' : 'residual.credit')}{' '}
                <b>NT${formatNtd(credit)}</b>
              </span>
            </>
          )}
        </p>
        {(types.length > 1 || draft.residuals.length > 1 || weighed(draft).length > 0) && (
          <div className="choices is-three">
            {draft.residuals.length > 1 &&
              draft.residuals.map((one, at) => (
                <Row key={one.id} isCentred isPressed={one.id === current.id} onPress={() => setIndex(at)}>
                  {t('residual.nth', { number: at + 1 })}
                </Row>
              ))}
            {types.length > 1 &&
              types.map(type => (
                <Row
                  key={type}
                  isCentred
                  isPressed={type === current.cylinderType}
                  onPress={() => change({ ...newResidual(current.id, type), gross: current.gross })}
                >
                  {sizeText(type)}
                </Row>
              ))}
            {weighed(draft).length === draft.residuals.length && (
              <Row isCentred onPress={another}>
                {t('residual.another')}
              </Row>
            )}
          </div>
        )}
      </section>
      <Keypad value={isFresh ? '' : current[field]} longest={longest} onChange={type} />
    </>
  )
}

function Weight({
  name,
  text,
  isActive,
  onPress,
}: {
  name: string
  text: string
  isActive: boolean
  onPress: () => void
}) {
  return (
    <button type="button" className="weight" aria-pressed={isActive} onClick={onPress}>
      <span>{name}</span>
      <b>{text === '' ? '—' : tenthsText(text)}</b>
      <span>kg</span>
    </button>
  )
}
