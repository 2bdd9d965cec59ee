import { useEffect, useState } from 'react'
import { usePhoneState, useRoute } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { Go } from '../../parts/buttons.tsx'
import { useWords } from '../../words/words-context.tsx'
import { newestPosition } from '../stop/last-position.ts'
import { useArrive } from '../stop/use-arrive.ts'
import { type NumberedStop, nextThing } from '../today/today.rules.ts'
import { type Dwell, isArrival, noteFix } from './dwell.rules.ts'
import './arrival.css'

/** Where the offer may come up: not over a delivery or a count that is being entered. */
const offeredAt = new Set(['today', 'stops', 'stop'])

/** Offers 到達 once the phone has stood at the next door for a while. Only the driver's tap records anything. */
export function ArrivalProposal() {
  const { day } = usePhoneState()
  const route = useRoute()
  const next = day?.run == null ? null : nextThing(day)
  const stop = next?.do === 'go' ? next.next.stop : null
  const isOpen = stop?.state === 'published' && !stop.isPointCoarse
  const isThere = useDwell(isOpen ? stop : null)
  const [declined, decline] = useState('')
  if (next?.do !== 'go' || !isOpen || !isThere || declined === next.next.stop.id || !offeredAt.has(route.at))
    return null
  return <Offer next={next.next} onDecline={() => decline(next.next.stop.id)} />
}

/** Whether the phone stands at the stop's door, by the fixes that the day's own following brings; asks for none itself. */
function useDwell(stop: Stop | null): boolean {
  const [isThere, setThere] = useState(false)
  const id = stop?.id ?? ''
  const { latitude, longitude } = stop?.point ?? {}
  useEffect(() => {
    setThere(false)
    if (latitude === undefined || longitude === undefined) return
    const door = { stopId: id, point: { latitude, longitude } }
    let dwell: Dwell | null = null
    return newestPosition.subscribe(() => {
      const fix = newestPosition.get()
      if (fix === undefined) return
      dwell = noteFix(dwell, fix, door)
      setThere(isArrival(dwell, id))
    })
  }, [id, latitude, longitude])
  return isThere
}

function Offer({ next, onDecline }: { next: NumberedStop; onDecline: () => void }) {
  const { t } = useWords()
  const [arrive, isBusy] = useArrive(next.stop)
  return (
    <section className="arrival" role="status" aria-label={t('arrival.title')}>
      <p>
        {t('arrival.seen', { number: next.number })}
        <b>{next.stop.shortName}</b>
      </p>
      <div className="choice">
        <button type="button" className="alt" onClick={onDecline}>
          {t('arrival.notYet')}
        </button>
        <Go onPress={arrive} isBusy={isBusy}>
          {t('stop.arrive')}
        </Go>
      </div>
    </section>
  )
}
