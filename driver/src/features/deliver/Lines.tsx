import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { makeId, useNavigation, usePhone } from '../../app/phone-context.tsx'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { ntd } from '../../parts/figures.ts'
import { Icon } from '../../parts/icons.tsx'
import { Mark, State } from '../../parts/marks.tsx'
import { PhotoButton } from '../../parts/PhotoButton.tsx'
import { useWords } from '../../words/words-context.tsx'
import { failThing, newFailDraft } from '../fail/fail-draft.ts'
import { missingEmpties, newResidual, unitPriceOf, withLine } from './deliver.rules.ts'
import { Extras } from './Extras.tsx'
import { LineCard } from './LineCard.tsx'
import { MissingEmpties } from './MissingEmpties.tsx'
import { OtherSize } from './OtherSize.tsx'
import type { Delivering } from './use-deliver-draft.ts'

/** Quantities by size, and everything that is asked only when it differs. */
export function Lines({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { stop, draft, save } = delivering
  const first = draft.lines[0]
  const short = draft.lines.filter(line => missingEmpties(line, draft.lines) > 0)
  const weigh = () => {
    const type = first === undefined ? '20' : products[first.product].type
    const residuals = draft.residuals.length > 0 ? draft.residuals : [newResidual(makeId(), type)]
    save({ ...draft, residuals, focus: 'residual' })
  }
  return (
    <>
      <p className="arrived">
        <State name="done">{t('stop.arrived')}</State>
        <span>
          {stop.address} {stop.accessNote}
        </span>
      </p>
      {draft.lines.map((line, index) => (
        <LineCard key={line.product} delivering={delivering} line={line} isFirst={index === 0} />
      ))}
      {stop.changeoverModel !== null && draft.lines.some(line => line.fullOut > 0) && (
        <section className="card tip">
          <Icon name="swap" size={28} />
          <p>{t('deliver.leakTest')}</p>
        </section>
      )}
      {short.map(line => (
        <MissingEmpties key={line.product} delivering={delivering} line={line} />
      ))}
      <More delivering={delivering} onWeigh={weigh} />
      <Extras delivering={delivering} onWeigh={weigh} />
      <ShortOrNote delivering={delivering} canFallShort={short.length === 0} />
      <Refuses delivering={delivering} />
      <Sum delivering={delivering} />
    </>
  )
}

/** Weighing, another size, a picture: one tap away. */
function More({ delivering, onWeigh }: { delivering: Delivering; onWeigh: () => void }) {
  const { t } = useWords()
  const phone = usePhone()
  const [isAdding, setAdding] = useState(false)
  const { draft, save } = delivering
  const photos = draft.files.length
  const keepPhoto = async (blob: Blob) => {
    const fileId = await phone.keepPicture('photo', blob)
    save({ ...draft, files: [...draft.files, { fileId, purpose: 'photo' }] })
  }
  if (isAdding) return <OtherSize delivering={delivering} onDone={() => setAdding(false)} />
  return (
    <section className="more">
      <Row onPress={onWeigh} icon={<Icon name="scale" size={28} />}>
        {t('deliver.weigh')}
      </Row>
      <Row onPress={() => setAdding(true)} icon={<Icon name="plus" size={28} />}>
        {t('deliver.otherSize')}
      </Row>
      <PhotoButton onPicture={blob => void keepPhoto(blob)}>
        <Icon name="camera" size={28} />
        {photos === 0 ? t('deliver.photo') : t('deliver.photos', { count: photos })}
      </PhotoButton>
    </section>
  )
}

/** The customer does not want it after all; the reason is filled in. */
function Refuses({ delivering: { stop } }: { delivering: Delivering }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const refuse = () => {
    phone.saveDraft(failThing(stop.id), { ...newFailDraft(stop.id), reason: 'refused' })
    navigation.go({ at: 'fail', stopId: stop.id })
  }
  return (
    <Row className="is-fail" icon={<Mark name="failed" size={24} />} end={<Chevron />} onPress={refuse}>
      {t('deliver.refuses')}
    </Row>
  )
}

function ShortOrNote({ delivering, canFallShort }: { delivering: Delivering; canFallShort: boolean }) {
  const { t } = useWords()
  const [isNoting, setNoting] = useState(false)
  const { draft, save } = delivering
  const first = draft.lines[0]
  const isAskable = canFallShort && first !== undefined && first.fullOut > 0
  return (
    <>
      <div className={isAskable ? 'pair' : ''}>
        {isAskable && (
          <Row
            end={<Chevron />}
            onPress={() => save(withLine(draft, first.product, { emptyIn: first.fullOut - 1 }))}
          >
            {t('deliver.emptiesShort')}
          </Row>
        )}
        <Row
          end={draft.note === '' ? <Chevron /> : draft.note.slice(0, 6)}
          onPress={() => setNoting(!isNoting)}
        >
          {t('deliver.note')}
        </Row>
      </div>
      {isNoting && (
        <label className="field">
          {t('deliver.note')}
          <input
            maxLength={300}
            value={draft.note}
            onChange={event => save({ ...draft, note: event.target.value })}
          />
        </label>
      )}
    </>
  )
}

function Sum({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { stop, day, draft, amount } = delivering
  const first = draft.lines[0]
  const isFree = stop.isCollection && amount.amountDueNtd === 0n
  const usual = usualPayment(stop.settlement, amount.amountDueNtd, stop.payment)
  return (
    <p className="sum">
      <span>
        {stop.isCollection
          ? t('stop.collection')
          : first !== undefined && stop.billingMethod === 'cylinder'
            ? t('deliver.each', { price: formatNtd(unitPriceOf(first.product, stop, day.prices)) })
            : t('deliver.metered')}
        {' • '}
        {t(`pay.${isFree ? 'none' : draft.isPayingNow ? 'cash' : usual}`)}
      </span>
      <b>{ntd(amount.amountDueNtd)}</b>
    </p>
  )
}
