import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { parseNtd } from '@luckygas/contract/kernel/money.ts'
import { useNavigation, usePhoneState, useStop } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Chevron, Go, Row } from '../../parts/buttons.tsx'
import { emptiesText, linesText, ntd, sumOf, windowsText } from '../../parts/figures.ts'
import { Cylinders, Icon } from '../../parts/icons.tsx'
import { Mark, State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { DoneScreen } from '../done/DoneScreen.tsx'
import { arrivalMinute, lateMinutes, numberOf, tripsOf } from '../today/today.rules.ts'
import { BankCard } from './BankCard.tsx'
import { Contact } from './Contact.tsx'
import { DoorList } from './DoorList.tsx'
import { DoorPhoto } from './DoorPhoto.tsx'
import { openAtDoor, stopsAtDoor } from './door.rules.ts'
import { GoneStop } from './GoneStop.tsx'
import { navigationLink } from './navigation-link.ts'
import { useArrive } from './use-arrive.ts'

/** Where, when, what to carry, whom to ask; one button to navigate, one to arrive. */
export function StopScreen({ stopId }: { stopId: string }) {
  const found = useStop(stopId)
  if (found === null) return <GoneStop />
  const { stop } = found
  return stop.delivery === null ? <OpenStop stop={stop} /> : <DoneScreen stopId={stopId} />
}

function OpenStop({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const { guide } = usePhoneState()
  const found = useStop(stop.id)
  const [arrive, isBusy] = useArrive(stop)
  if (found === null) return null
  const { day } = found
  const trips = tripsOf(day)
  const place = numberOf(trips, stop.id)
  const count = trips.find(trip => trip.trip === stop.trip)?.stops.length ?? 0
  const hasArrived = stop.state === 'arrived'
  const door = stopsAtDoor(trips, stop.id)
  const together = openAtDoor(door)
  // Nothing is changed where only empties are fetched.
  const hasBanks = !stop.isCollection && stop.areas.some(area => area.inUse > 0)

  return (
    <Screen
      title={place === undefined ? t('stops.withdrawn') : t('stop.number', { number: place.number })}
      small={place === undefined ? undefined : t('stop.of', { count })}
      className="stop"
      bar={
        <>
          <a className="alt" href={navigationLink(stop, guide)} target="_blank" rel="noreferrer">
            <Icon name="navigate" size={24} />
            {t('stop.navigate')}
          </a>
          <Go
            onPress={arrive}
            isBusy={isBusy}
            small={
              !hasArrived && together.length > 1 ? t('door.together', { count: together.length }) : undefined
            }
          >
            {t(hasArrived ? 'stop.goOn' : 'stop.arrive')}
          </Go>
        </>
      }
    >
      <Panel title={t('stop.where')}>
        {stop.state === 'cancelled' && (
          <p className="notice is-failed">
            <State name="failed">{t('stop.withdrawn')}</State>
          </p>
        )}
        <Where stop={stop} />
        <DoorList door={door} stopId={stop.id} />
        <Carry stop={stop} />
        <Paying stop={stop} />
        <Facts stop={stop} />
        <Contact stop={stop} />
      </Panel>
      <Panel title={t('stop.site')}>
        {(stop.doorPhotoFileId !== null || hasBanks) && (
          <div className="site">
            {hasBanks && <BankCard stop={stop} />}
            {stop.doorPhotoFileId !== null && <DoorPhoto fileId={stop.doorPhotoFileId} />}
          </div>
        )}
      </Panel>
      <Row end={<Chevron />} onPress={() => navigation.go({ at: 'tell', stopId: stop.id })}>
        {t('message.toOffice')}
      </Row>
      <Row
        className="is-fail"
        icon={<Mark name="failed" size={24} />}
        end={<Chevron />}
        onPress={() => navigation.go({ at: 'fail', stopId: stop.id })}
      >
        {t('stop.cannot')}
      </Row>
    </Screen>
  )
}

function Where({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const arrival = arrivalMinute(stop)
  const late = lateMinutes(stop)
  return (
    <section className="where">
      <p className="when">
        {stop.state === 'arrived' ? (
          <State name="done">{t('stop.arrived')}</State>
        ) : (
          arrival !== null && (
            <State name={late > 0 ? 'late' : 'enroute'}>
              {t('today.arrives', { at: formatMinute(arrival) })}
              {late > 0 && ` ${t('stops.lateBy', { minutes: late })}`}
            </State>
          )
        )}
        {stop.windows.length > 0 && <span>{t('stop.window', { window: windowsText(stop.windows) })}</span>}
        {stop.priority !== 'normal' && <b className="priority">{t(`priority.${stop.priority}`)}</b>}
      </p>
      <h2>{stop.shortName}</h2>
      <p className="address">{stop.address}</p>
      {stop.accessNote !== '' && <p className="how">{stop.accessNote}</p>}
      {stop.note !== '' && <p className="how is-note">{t('stop.note', { note: stop.note })}</p>}
      {stop.isPointCoarse && <p className="how">{t('stop.coarse')}</p>}
    </section>
  )
}

function Carry({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const fulls = sumOf(stop.lines, line => line.fullOut)
  const empties = sumOf(stop.lines, line => line.emptyIn)
  return (
    <section className="slab" aria-label={t('stop.carry')}>
      {fulls > 0 && (
        <div>
          <Cylinders count={fulls} isFull size={36} />
          <p>
            <span>{t(stop.floor > 1 ? 'stop.up' : 'stop.in')}</span>
            <b>{linesText(stop.lines)}</b>
          </p>
        </div>
      )}
      <div>
        <Cylinders count={empties} isFull={false} size={36} />
        <p>
          <span>{t(stop.floor > 1 ? 'stop.down' : 'stop.out')}</span>
          <b>{stop.isCollection ? emptiesText(stop.lines) : t('stop.empties', { count: empties })}</b>
        </p>
      </div>
    </section>
  )
}

/** How this visit is paid, and for 收空 what the driver says of the deposit. */
function Paying({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const due = parseNtd(stop.amountDueNtd)
  const payment = usualPayment(stop.settlement, due, stop.payment)
  if (stop.isCollection)
    return (
      <p className="how is-note">
        <b>{t('stop.collection')}</b> {t('stop.collectionHelp')}
      </p>
    )
  return (
    <p className="how">
      {t('stop.paysBy')} <b>{t(`pay.${payment}`)}</b> {due > 0n && payment !== 'none' ? ntd(due) : ''}
    </p>
  )
}

function Facts({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const hasFloor = stop.floor !== 1 || stop.hasLift
  if (!hasFloor && stop.gateCode === '') return null
  return (
    <section className="facts">
      {hasFloor && (
        <div className="card">
          <Icon name={stop.hasLift ? 'lift' : 'stairs'} />
          <p>
            <b>{t(stop.floor < 0 ? 'stop.basement' : 'stop.floor', { floor: Math.abs(stop.floor) })}</b>
            <span>{t(stop.hasLift ? 'stop.lift' : 'stop.noLift')}</span>
          </p>
        </div>
      )}
      {stop.gateCode !== '' && (
        <div className="card">
          <Icon name="code" />
          <p>
            <b>{stop.gateCode}</b>
            <span>{t('stop.gateCode')}</span>
          </p>
        </div>
      )}
    </section>
  )
}
