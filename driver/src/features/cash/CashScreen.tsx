import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { useOnce } from '../../app/phone-context.tsx'
import { Chevron, Go, Row } from '../../parts/buttons.tsx'
import { linesText, ntd } from '../../parts/figures.ts'
import { Cylinder, Icon } from '../../parts/icons.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { unitPriceOf } from '../deliver/deliver.rules.ts'
import { type Delivering, useDelivering } from '../deliver/use-deliver-draft.ts'
import { DoneScreen } from '../done/DoneScreen.tsx'
import { GoneStop } from '../stop/GoneStop.tsx'
import { ChangeRow } from './ChangeRow.tsx'
import { likelyTenders } from './change.rules.ts'

/** The money: how much, what to give back, and the other ways to pay. */
export function CashScreen({ stopId }: { stopId: string }) {
  const delivering = useDelivering(stopId)
  if (delivering === null) return <GoneStop />
  if (delivering.stop.delivery?.outcome === 'delivered' && delivering.draft.replaces === null)
    return <DoneScreen stopId={stopId} />
  return <Cash delivering={delivering} />
}

type Typing = 'nothing' | 'given' | 'short'

function Cash({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const [once, isBusy] = useOnce()
  const [typing, setTyping] = useState<Typing>('nothing')
  const [text, setText] = useState('')
  const seen = useKeepSeen<HTMLElement>(typing)
  const { stop, number, amount, record } = delivering
  const due = Number(amount.amountDueNtd)
  const typedAmount = Number(text === '' ? '0' : text)
  const isShort = typing === 'short'
  const paid = isShort ? BigInt(Math.min(typedAmount, due)) : amount.amountDueNtd
  const open = (next: Typing) => {
    setTyping(next)
    setText('')
  }
  const take = () => once(() => record(isShort ? 'short' : 'cash', paid))
  return (
    <Screen
      title={stop.shortName}
      small={number > 0 ? t('stop.number', { number }) : undefined}
      className={typing === 'nothing' ? 'cash' : 'cash is-typing'}
      bar={
        <Go
          onPress={take}
          isBusy={isBusy}
          isDisabled={isShort && (text === '' || typedAmount >= due)}
          small={
            isShort
              ? t('cash.shortBy', { paid: ntd(paid), missing: ntd(amount.amountDueNtd - paid) })
              : ntd(paid)
          }
        >
          {t(isShort ? 'pay.short' : 'pay.cash')}
        </Go>
      }
    >
      <Panel title={t('cash.due')}>
        <Amount delivering={delivering} />
        {typing === 'nothing' ? (
          <Changes due={due} onOther={() => open('given')} />
        ) : (
          <>
            <section className="card entry" ref={seen}>
              <header>
                <b>{t(isShort ? 'cash.howMuch' : 'cash.given')}</b>
                <Row isCentred onPress={() => open('nothing')}>
                  {t('go.cancel')}
                </Row>
              </header>
              <p className="typed">{text === '' ? '—' : formatNtd(BigInt(text))}</p>
              {isShort ? (
                <State name="warn">{t('cash.officeDecides')}</State>
              ) : (
                <TypedChange due={due} given={typedAmount} />
              )}
            </section>
            <Keypad value={text} longest={6} onChange={setText} />
          </>
        )}
      </Panel>
      {typing === 'nothing' && (
        <section className="ways">
          <Row
            isCentred
            icon={<Icon name="bank" size={24} />}
            onPress={() => once(() => record('transfer', 0n))}
          >
            {t('pay.transfer')}
          </Row>
          <Row
            isCentred
            icon={<Icon name="calendar" size={24} />}
            onPress={() => once(() => record('monthly', 0n))}
          >
            {t('pay.monthly')}
          </Row>
          <Row isCentred icon={<Icon name="minus" size={24} />} onPress={() => open('short')}>
            {t('pay.short')}
          </Row>
        </section>
      )}
    </Screen>
  )
}

function Amount({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { stop, day, draft, amount } = delivering
  const first = draft.lines[0]
  return (
    <section className="amount">
      <p>{t('cash.due')}</p>
      <p className="big">
        <small>NT$</small>
        {formatNtd(amount.amountDueNtd)}
      </p>
      <p className="of">
        <Cylinder isFull size={24} />
        {linesText(draft.lines)}
        {draft.lines.length === 1 && first !== undefined && (
          <span>
            • {t('deliver.each', { price: formatNtd(unitPriceOf(first.product, stop, day.prices)) })}
          </span>
        )}
      </p>
      {(amount.creditNtd > 0n || amount.depositNtd > 0n) && (
        <p className="of">
          {amount.creditNtd > 0n && (
            <span>{t('deliver.credits', { amount: formatNtd(amount.creditNtd) })}</span>
          )}
          {amount.depositNtd > 0n && (
            <span>{t('deliver.deposits', { amount: formatNtd(amount.depositNtd) })}</span>
          )}
        </p>
      )}
    </section>
  )
}

function Changes({ due, onOther }: { due: number; onOther: () => void }) {
  const { t } = useWords()
  return (
    <section className="card changes">
      <header>
        <span>{t('cash.customerGives')}</span>
        <span>{t('cash.change')}</span>
      </header>
      <p className="change-row">
        <span>{t('cash.exact')}</span>
        <span className="none">{t('cash.noChange')}</span>
      </p>
      {likelyTenders(due).map(tender => (
        <ChangeRow key={tender.given} {...tender} />
      ))}
      <Row
        end={
          <>
            {t('cash.typeIt')} <Chevron />
          </>
        }
        onPress={onOther}
      >
        {t('cash.other')}
      </Row>
    </section>
  )
}

function TypedChange({ due, given }: { due: number; given: number }) {
  const { t } = useWords()
  if (given < due)
    return <p className="hint">{t('cash.notEnough', { missing: formatNtd(BigInt(due - given)) })}</p>
  return <ChangeRow given={given} change={given - due} />
}
