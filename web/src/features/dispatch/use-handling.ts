import type { StopPlaces } from '@luckygas/contract/endpoints/dispatch.ts'
import { getStopPlaces } from '@luckygas/ui/api/routes/dispatch.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { useUrlState } from '../../parts/use-url-state.ts'
import { api } from '../../shell/api.ts'
import { queryKeyOf, useRead } from '../../shell/queries.ts'
import { type BoardView, isMovable, type Stop } from './board-view.ts'
import { type Carry, type CarryKey, pickUp, slotsFor, step } from './carry.ts'
import type { BoardTools } from './use-board.ts'

export type PlaceReport = StopPlaces['lanes'][number]['places'][number]

/** The question after all places of a stop, in the form under which its answer is kept. */
const placesOf = (stopId: string) => ({ params: { id: stopId }, query: {} })

/** What is selected and what is being carried, by mouse or keyboard. */
export function useHandling(view: BoardView, tools: BoardTools, mayPlan: boolean) {
  const [stopId, setStopId] = useUrlState('stop')
  const [laneKey, setLaneKey] = useState<string>()
  const [carry, setCarry] = useState<Carry>()
  const client = useQueryClient()
  const selected = view.stopById.get(stopId)
  const lane = view.lanes.find(each => each.key === carry?.laneKey)
  const places = useRead('board', getStopPlaces, placesOf(carry?.stopId ?? ''), {
    isEnabled: carry !== undefined && mayPlan,
  })
  const slot = carry === undefined ? undefined : slotsFor(lane, carry.stopId)[carry.slot]
  const drop = () => {
    if (carry === undefined) return
    const stop = view.stopById.get(carry.stopId)
    setCarry(undefined)
    if (stop === undefined) return
    const isWhereItWas =
      lane?.run !== undefined &&
      lane.run.id === stop.runId &&
      slot?.trip === stop.trip &&
      slot.position === stop.position
    if (isWhereItWas || (carry.laneKey === null && stop.runId === null)) return
    void tools.move(stop, lane ?? null, lane === undefined ? undefined : slot, report?.arriveMinute)
  }
  const latest = useRef({ view, tools, drop, setStopId })
  latest.current = { view, tools, drop, setStopId }
  /** The same object for as long as the board is open, so that lanes need not be drawn again. */
  const hands = useMemo(
    () => ({
      selectStop(id: string | undefined) {
        latest.current.setStopId(id)
        setLaneKey(undefined)
      },
      selectLane: (key: string) => setLaneKey(before => (before === key ? undefined : key)),
      pick: (stop: Stop) => setCarry(pickUp(latest.current.view.lanes, stop)),
      hover: (key: string | null, at: number) =>
        setCarry(before =>
          before === undefined || (before.laneKey === key && before.slot === at)
            ? before
            : { ...before, laneKey: key, slot: at },
        ),
      step: (key: CarryKey) =>
        setCarry(before => (before === undefined ? before : step(latest.current.view.lanes, before, key))),
      drop: () => latest.current.drop(),
      letGo: () => setCarry(undefined),
      lockStop: (stop: Stop) => void latest.current.tools.lockStop(stop),
      /** Asks, before the stop is even lifted, what every place of every lane would mean: moving it then waits for nothing. */
      foresee: (stop: Stop) => {
        if (!isMovable(stop) || stop.isLocked) return
        const request = placesOf(stop.id)
        void client.prefetchQuery({
          queryKey: queryKeyOf('board', getStopPlaces, request),
          queryFn: () => api.call(getStopPlaces, request),
        })
      },
    }),
    [client],
  )
  const report =
    carry === undefined || slot === undefined
      ? undefined
      : places.data?.lanes
          .find(each => each.driverId === lane?.driverId)
          ?.places.find(place => place.trip === slot.trip && place.position === slot.position)
  return {
    ...hands,
    hands,
    tools,
    mayPlan,
    stopId: stopId === '' ? undefined : stopId,
    laneKey:
      laneKey ?? view.lanes.find(each => each.run !== undefined && each.run.id === selected?.runId)?.key,
    carry,
    slot,
    /** What the checker says of the place under the hand; undefined until it has answered. */
    report,
  }
}
export type Handling = ReturnType<typeof useHandling>
export type Hands = Handling['hands']
