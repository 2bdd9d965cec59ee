import { useState } from 'react'
import { useNavigation, useOnce, usePhone, usePhoneState, useStop } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import type { OutboxEntry } from '../../offline/outbox.types.ts'
import { Alt, Chevron, Go, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { SignaturePanel } from '../../parts/SignaturePanel.tsx'
import { useWords } from '../../words/words-context.tsx'
import { GoneStop } from '../stop/GoneStop.tsx'
import { nextThing, numberOf, tripsOf } from '../today/today.rules.ts'
import { Correct } from './Correct.tsx'
import { Following } from './Following.tsx'
import { Receipt } from './Receipt.tsx'
import { Recorded } from './Recorded.tsx'

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
  const [isTooLate, setTooLate] = useState(false)
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
      // At the same door the next one is arrived at already: straight to its cylinders.
      const at = isStop && next.next.stop.state === 'arrived' ? 'deliver' : 'stop'
      navigation.go(isStop ? { at, stopId: next.next.stop.id } : { at: 'today' })
    })
  const sign = async (blob: Blob) => {
    setSigning(false)
    setTooLate(held === undefined || !(await phone.sign(held.id, blob)))
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
              small={
                next.do === 'go'
                  ? t(next.next.stop.state === 'arrived' ? 'door.next' : 'today.go', {
                      number: next.next.number,
                    })
                  : undefined
              }
            >
              {t('done.finish')}
            </Go>
          )
        }
      >
        {isTooLate && (
          <p className="notice is-failed" role="alert">
            <State name="failed">{t('done.tooLate')}</State>
          </p>
        )}
        <Panel title={t('done.recorded')}>
          <Recorded
            stop={stop}
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
            {delivery.outcome === 'failed' && day.run?.state !== 'closed' && (
              <Row
                icon={<Icon name="swap" />}
                end={<Chevron />}
                onPress={() => navigation.go({ at: 'deliver', stopId: stop.id })}
              >
                {t('done.retry')}
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
        <SignaturePanel
          title={t('done.signature')}
          onSigned={blob => void sign(blob)}
          onCancel={() => setSigning(false)}
        />
      )}
    </>
  )
}
