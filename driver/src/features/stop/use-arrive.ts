import { useNavigation, useOnce, usePhone, useStop } from '../../app/phone-context.tsx'
import type { Stop } from '../../offline/day.rules.ts'
import { numberOf, tripsOf } from '../today/today.rules.ts'
import { openAtDoor, stopsAtDoor } from './door.rules.ts'
import { lastPosition } from './last-position.ts'

/** The driver says that he has arrived, and goes on to the delivery. */
export function useArrive(stop: Stop): [arrive: () => void, isBusy: boolean] {
  const phone = usePhone()
  const navigation = useNavigation()
  const found = useStop(stop.id)
  const [once, isBusy] = useOnce()
  const arrive = () =>
    once(async () => {
      if (found === null) return
      const { day, run } = found
      const trips = tripsOf(day)
      // One truck arrives once: everybody at this door is arrived at with the same tap.
      const arrivals = openAtDoor(stopsAtDoor(trips, stop.id)).filter(one => one.stop.state === 'published')
      const own = arrivals.some(one => one.stop.id === stop.id) || stop.state === 'arrived'
      const number = numberOf(trips, stop.id)?.number ?? 0
      for (const one of own ? arrivals : [{ stop, number }, ...arrivals]) {
        const point = lastPosition()
        await phone.report(
          { kind: 'arrive', businessDate: day.date, runId: run.id, stopId: one.stop.id, point },
          { stop: { number: one.number, name: one.stop.shortName } },
        )
      }
      navigation.go({ at: 'deliver', stopId: stop.id })
    })
  return [arrive, isBusy]
}
