import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { makeId, useNavigation, useOnce, usePhone, usePhoneState, useStop } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import type { OutboxEntry } from '../../offline/outbox.types.ts'
import { Alt, Chevron, Go, Row } from '../../parts/buttons.tsx'
import { Cylinders, Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { SignaturePanel } from '../../parts/SignaturePanel.tsx'
import { linesText, ntd, sumOf } from '../../parts/words.ts'
import { useWords } from '../../words/words-context.tsx'
import { draftFromFact, newDraft } from '../deliver/deliver.rules.ts'
import { deliverThing } from '../deliver/use-deliver-draft.ts'
import { GoneStop } from '../stop/GoneStop.tsx'
import { arrivalMinute, nextThing, numberOf, tripsOf } from '../today/today.rules.ts'

/** What was recorded, and where to go next. */
export function DoneScreen({ stopId }: { stopId: string }) {
  const found = useStop(stopId)
  if (found === null || found.stop.delivery === null) return <GoneStop />
  return <Done stop={found.stop} delivery={found.stop.delivery} />
}

function useHeldEntry(deliveryId: string): OutboxEntry | undefined {
  const { summary } = usePhoneState()
  return summary.waiting.find(
    ({ command, isHeld }) => isHeld && command.kind === 'deliver' && command.deliveryId === deliveryId,
  )
}

function Done({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day } = usePhoneState()
  const [once, isBusy] = useOnce()
  const [isSigning, setSigning] = useState(false)
  const held = useHeldEntry(delivery.id)
  if (day === null) return null
  const trips = tripsOf(day)
  const place = numberOf(trips, stop.id)
  const next = nextThing(day)
  const isSigned =
    held?.command.kind === 'deliver' && held.command.files.some(file => file.purpose === 'signature')
  const mustSign = stop.needsSignature && held !== undefined && !isSigned

  const finish = () =>
    once(async () => {
      if (held !== undefined) await phone.release(held.id)
      const isStop = next.do === 'go' && next.next.stop.id !== stop.id
      navigation.go(isStop ? { at: 'stop', stopId: next.next.stop.id } : { at: 'today' })
    })
  const sign = (blob: Blob) => {
    setSigning(false)
    if (held !== undefined) void phone.sign(held.id, blob)
  }
  return (
    <>
      <Screen
        title={stop.shortName}
        small={place === undefined ? undefined : t('stop.number', { number: place.number })}
        onBack={() => navigation.go({ at: 'today' })}
        className="done"
        bar={
          mustSign ? (
            <>
              <Alt onPress={finish}>{t('done.noSignature')}</Alt>
              <Go onPress={() => setSigning(true)}>{t('done.signNow')}</Go>
            </>
          ) : (
            <Go
              onPress={finish}
              isBusy={isBusy}
              small={next.do === 'go' ? t('today.go', { number: next.next.number }) : undefined}
            >
              {t('done.finish')}
            </Go>
          )
        }
      >
        <Panel title={t('done.recorded')}>
          <Recorded
            delivery={delivery}
            dueNtd={held?.command.kind === 'deliver' ? held.command.amountDueNtd : null}
          />
          {delivery.outcome === 'delivered' && <Receipt stop={stop} delivery={delivery} />}
          <section className="card options">
            {held !== undefined && (
              <Row
                icon={<Icon name="pen" />}
                end={
                  <>
                    {t(isSigned ? 'done.signed' : stop.needsSignature ? 'done.wanted' : 'done.notWanted')}{' '}
                    <Chevron />
                  </>
                }
                onPress={() => setSigning(true)}
              >
                {t('done.signature')}
              </Row>
            )}
            <Correct stop={stop} delivery={delivery} />
          </section>
        </Panel>
        {next.do === 'go' && next.next.stop.id !== stop.id && (
          <Following stop={next.next.stop} number={next.next.number} />
        )}
      </Screen>
      {isSigning && (
        <SignaturePanel title={t('done.signature')} onSigned={sign} onCancel={() => setSigning(false)} />
      )}
    </>
  )
}

function Recorded({ delivery, dueNtd }: { delivery: NonNullable<Stop['delivery']>; dueNtd: string | null }) {
  const { t } = useWords()
  if (delivery.outcome === 'failed') {
    return (
      <p className="recorded">
        <State name="failed" size={34}>
          {t('done.failed')}
        </State>
      </p>
    )
  }
  const isInHand = delivery.payment === 'cash' || delivery.payment === 'short'
  const money = parseNtd(isInHand ? delivery.amountPaidNtd : (dueNtd ?? '0'))
  const fulls = sumOf(delivery.lines, line => line.fullOut)
  const empties = sumOf(delivery.lines, line => line.emptyIn)
  return (
    <>
      <p className="recorded">
        <State name="done" size={34}>
          {t('done.recorded')}
        </State>
      </p>
      <section className="card summary">
        <p className="money">
          <span>{t(`pay.${delivery.payment ?? 'none'}`)}</span>
          {money > 0n && <b>{ntd(money)}</b>}
        </p>
        <p>
          <Cylinders count={fulls} isFull />
          <span>{t('done.sent')}</span>
          <b>{fulls}</b>
        </p>
        <p>
          <Cylinders count={empties} isFull={false} />
          <span>{t('done.collected')}</span>
          <b>{empties}</b>
        </p>
      </section>
    </>
  )
}

/** What the customer may want to see, in large type to be held out. */
function Receipt({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const { day } = usePhoneState()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="card options">
      <Row
        icon={<Icon name="receipt" />}
        end={
          <>
            {t(isOpen ? 'done.hide' : 'done.show')} <Chevron />
          </>
        }
        onPress={() => setOpen(!isOpen)}
      >
        {t('done.receipt')}
      </Row>
      {isOpen && (
        <dl className="receipt">
          <dt>{day?.company.name}</dt>
          <dd>{day?.company.phone}</dd>
          <dt>{stop.shortName}</dt>
          <dd>
            {day?.date} {formatTime(delivery.occurredAt)}
          </dd>
          <dt>{t('done.sent')}</dt>
          <dd>{linesText(delivery.lines)}</dd>
          <dt>{t('done.collected')}</dt>
          <dd>{sumOf(delivery.lines, line => line.emptyIn)}</dd>
          <dt>{t(`pay.${delivery.payment ?? 'none'}`)}</dt>
          <dd>{ntd(parseNtd(delivery.amountPaidNtd))}</dd>
        </dl>
      )}
    </section>
  )
}

/** 打錯了，改這站: takes the record back and opens it again as it was typed. */
function Correct({ stop, delivery }: { stop: Stop; delivery: NonNullable<Stop['delivery']> }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day } = usePhoneState()
  const [isAsking, setAsking] = useState(false)
  const [once, isBusy] = useOnce()
  const run = day?.run
  if (day == null || run == null || run.state === 'closed') return null
  const correct = () =>
    once(async () => {
      const place = numberOf(tripsOf(day), stop.id)
      const fact = await phone.factOf(delivery.id)
      await phone.report(
        {
          kind: 'undo',
          businessDate: day.date,
          runId: run.id,
          stopId: stop.id,
          deliveryId: delivery.id,
          reason: t('done.typo'),
        },
        { stop: { number: place?.number ?? 0, name: stop.shortName } },
      )
      const draft =
        fact?.kind === 'deliver' ? draftFromFact(stop, fact, makeId) : newDraft(stop, makeId, delivery)
      phone.saveDraft(deliverThing(stop.id), { ...draft, focus: 'lines' })
      navigation.go({ at: 'deliver', stopId: stop.id })
    })
  return (
    <>
      <Row icon={<Icon name="undo" />} end={<Chevron />} onPress={() => setAsking(!isAsking)}>
        {t('done.correct')}
      </Row>
      {isAsking && (
        <div className="confirm">
          <p>{t('done.correctAsk')}</p>
          <div className="choices">
            <Row isCentred onPress={() => setAsking(false)}>
              {t('done.keep')}
            </Row>
            <Row isCentred onPress={correct} isPressed={isBusy}>
              {t('done.correctYes')}
            </Row>
          </div>
        </div>
      )}
    </>
  )
}

function Following({ stop, number }: { stop: Stop; number: number }) {
  const { t } = useWords()
  const arrival = arrivalMinute(stop)
  return (
    <section className="following">
      <p className="hint">{t('done.following', { number })}</p>
      <p className="name">
        {stop.shortName}
        {arrival !== null && (
          <State name="enroute">{t('today.arrives', { at: formatMinute(arrival) })}</State>
        )}
      </p>
      <p>
        {stop.address}　{linesText(stop.lines)}
      </p>
    </section>
  )
}
