import { type DueReason, dueReasons } from '@luckygas/contract/states.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useUrlText } from '../../parts/use-url-text.ts'
import type { DueFilter } from './due-view.ts'

/** The filters, which live in the page's address. */
export function useDueFilter() {
  const [reasons, setReasons] = useUrlState('reason')
  const [zone, setZone] = useUrlState('zone')
  const [slot, setSlot] = useUrlState('slot')
  const [vehicle, setVehicle] = useUrlState('vehicle')
  const [text, setText] = useUrlText('q')
  const [postponed, setPostponed] = useUrlState('postponed')
  const chosen = dueReasons.filter(reason => reasons.split('.').includes(reason))
  const filter: DueFilter = {
    reasons: chosen,
    zone,
    slot,
    vehicle,
    text,
    isPostponedShown: postponed === '1',
  }
  return {
    filter,
    setZone,
    setSlot,
    setVehicle,
    setText,
    togglePostponed: () => setPostponed(filter.isPostponedShown ? undefined : '1'),
    toggleReason: (reason: DueReason) =>
      setReasons(
        (chosen.includes(reason) ? chosen.filter(each => each !== reason) : [...chosen, reason]).join('.'),
      ),
  }
}
export type DueFilterTools = ReturnType<typeof useDueFilter>
