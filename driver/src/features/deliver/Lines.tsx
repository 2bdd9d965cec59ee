import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { makeId, usePhone } from '../../app/phone-context.tsx'
import { Chevron, Row } from '../../parts/buttons.tsx'
import { Cylinder, Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { PhotoButton } from '../../parts/PhotoButton.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { ntd, productText } from '../../parts/words.ts'
import { useWords } from '../../words/words-context.tsx'
import {
  type DraftLine,
  isAsOrdered,
  missingEmpties,
  newResidual,
  unitDepositOf,
  unitPriceOf,
  weighed,
  withLine,
} from './deliver.rules.ts'
import { tenthsText } from './digits.rules.ts'
import { milliUnitsOf, unitsText } from './meter.rules.ts'
import { OtherSize } from './OtherSize.tsx'
import type { Delivering } from './use-deliver-draft.ts'

/** Quantities by size, and everything that is asked only when it differs. */
export function Lines({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const phone = usePhone()
  const [isAdding, setAdding] = useState(false)
  const { stop, day, draft, save, amount } = delivering
  const short = draft.lines.filter(line => missingEmpties(line) > 0)
  const first = draft.lines[0]

  const keepPhoto = async (blob: Blob) => {
    const fileId = await phone.keepPicture('photo', blob)
    save({ ...draft, files: [...draft.files, { fileId, purpose: 'photo' }] })
  }
  const weigh = () => {
    const type = first === undefined ? '20' : products[first.product].type
    const residuals = draft.residuals.length > 0 ? draft.residuals : [newResidual(makeId(), type)]
    save({ ...draft, residuals, focus: 'residual' })
  }
  return (
    <>
      {draft.lines.map((line, index) => (
        <LineCard key={line.product} delivering={delivering} line={line} isFirst={index === 0} />
      ))}
      {stop.changeoverModel !== null && (
        <section className="card tip">
          <Icon name="swap" size={28} />
          <p>{t('deliver.leakTest')}</p>
        </section>
      )}
      {short.map(line => (
        <MissingEmpties key={line.product} delivering={delivering} line={line} />
      ))}
      {isAdding ? (
        <OtherSize delivering={delivering} onDone={() => setAdding(false)} />
      ) : (
        <section className="more">
          <Row onPress={weigh} icon={<Icon name="scale" size={28} />}>
            {t('deliver.weigh')}
          </Row>
          <Row onPress={() => setAdding(true)} icon={<Icon name="plus" size={28} />}>
            {t('deliver.otherSize')}
          </Row>
          <PhotoButton onPicture={blob => void keepPhoto(blob)}>
            <Icon name="camera" size={28} />
            {draft.files.length === 0
              ? t('deliver.photo')
              : t('deliver.photos', { count: draft.files.length })}
          </PhotoButton>
        </section>
      )}
      <Extras delivering={delivering} onWeigh={weigh} />
      {short.length === 0 && first !== undefined && first.fullOut > 0 && (
        <Row
          end={
            <>
              {t('deliver.oweOrDeposit')} <Chevron />
            </>
          }
          onPress={() => save(withLine(draft, first.product, { emptyIn: Math.max(0, first.fullOut - 1) }))}
        >
          {t('deliver.emptiesShort')}
        </Row>
      )}
      <p className="sum">
        <span>
          {first !== undefined && stop.billingMethod === 'cylinder'
            ? t('deliver.each', { price: formatNtd(unitPriceOf(first.product, stop, day.prices)) })
            : t('deliver.metered')}
          {' • '}
          {t(stop.settlement === 'monthly' && !draft.isPayingNow ? 'pay.monthly' : 'pay.cash')}
        </span>
        <b>{ntd(amount.amountDueNtd)}</b>
      </p>
    </>
  )
}

function LineCard({
  delivering,
  line,
  isFirst,
}: {
  delivering: Delivering
  line: DraftLine
  isFirst: boolean
}) {
  const { t } = useWords()
  const { stop, draft, save } = delivering
  const size = productText(line.product)
  return (
    <section className="card line">
      <header>
        <b>{size}</b>
        {isFirst &&
          (isAsOrdered(draft, stop) ? (
            <State name="done" size={20}>
              {t('deliver.asOrdered')}
            </State>
          ) : (
            <State name="warn" size={22}>
              {t('deliver.notAsOrdered')}
            </State>
          ))}
      </header>
      <Stepper
        label={t('deliver.fullOf', { size })}
        value={line.fullOut}
        onChange={fullOut => save(withLine(draft, line.product, { fullOut }))}
      >
        <Cylinder isFull />
        {t('deliver.full')}
      </Stepper>
      <Stepper
        label={t('deliver.emptyOf', { size })}
        value={line.emptyIn}
        onChange={emptyIn => save(withLine(draft, line.product, { emptyIn }))}
      >
        <Cylinder isFull={false} />
        {t('deliver.empty')}
      </Stepper>
    </section>
  )
}

/** Fewer empties than fulls: owed, or the deposit taken now. */
function MissingEmpties({ delivering, line }: { delivering: Delivering; line: DraftLine }) {
  const { t } = useWords()
  const { day, draft, save } = delivering
  const missing = missingEmpties(line)
  const deposit = unitDepositOf(line.product, day.prices) * BigInt(missing)
  return (
    <section className="card question">
      <h2>
        <State name="warn">{t('deliver.missing', { size: productText(line.product), count: missing })}</State>
      </h2>
      <div className="choices">
        <Row
          isCentred
          isPressed={line.depositsTaken === 0}
          onPress={() => save(withLine(draft, line.product, { depositsTaken: 0 }))}
        >
          {t('deliver.owe')}
        </Row>
        <Row
          isCentred
          isPressed={line.depositsTaken > 0}
          onPress={() => save(withLine(draft, line.product, { depositsTaken: missing }))}
        >
          {t('deliver.deposit', { amount: formatNtd(deposit) })}
        </Row>
      </div>
    </section>
  )
}

/** What has been typed besides the quantities, each one tap away from being changed. */
function Extras({ delivering, onWeigh }: { delivering: Delivering; onWeigh: () => void }) {
  const { t } = useWords()
  const { stop, draft, save } = delivering
  const milliUnits = milliUnitsOf(draft.meterDigits)
  const scales = weighed(draft)
  const isMonthly = stop.settlement === 'monthly' && stop.billingMethod === 'cylinder'
  return (
    <>
      {stop.meter !== null && (
        <Row end={<Chevron />} onPress={() => save({ ...draft, focus: 'meter' })}>
          {t('meter.title')} <b>{milliUnits === null ? t('meter.notRead') : unitsText(milliUnits)}</b>
        </Row>
      )}
      {scales.length > 0 && (
        <Row end={<Chevron />} onPress={onWeigh}>
          {t('residual.title')} <b>{scales.map(one => `${tenthsText(one.gross)} kg`).join('、')}</b>
        </Row>
      )}
      {isMonthly && (
        <Row
          isPressed={draft.isPayingNow}
          onPress={() => save({ ...draft, isPayingNow: !draft.isPayingNow })}
          end={draft.isPayingNow ? <State name="done">{t('pay.cash')}</State> : t('pay.monthly')}
        >
          {t('deliver.payNow')}
        </Row>
      )}
      <label className="field">
        {t('deliver.note')}
        <input
          maxLength={300}
          value={draft.note}
          onChange={event => save({ ...draft, note: event.target.value })}
        />
      </label>
    </>
  )
}
