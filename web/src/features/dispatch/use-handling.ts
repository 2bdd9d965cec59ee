import { useState } from 'react'
import { useUrlState } from '../../parts/use-url-state.ts'
import type { BoardView, Stop } from './board-view.ts'
import { type Carry, type CarryKey, pickUp, step } from './carry.ts'
import type { BoardTools } from './use-board.ts'

/** What is selected and what is being carried, by mouse or keyboard. */
export function useHandling(view: BoardView, tools: BoardTools, mayPlan: boolean) {
  const [stopId, setStopId] = useUrlState('stop')
  const [laneKey, setLaneKey] = useState<string>()
  const [carry, setCarry] = useState<Carry>()

  const drop = () => {
    if (carry === undefined) return
    const stop = view.stopById.get(carry.stopId)
    setCarry(undefined)
    if (stop === undefined) return
    const lane = view.lanes.find(each => each.key === carry.laneKey) ?? null
    void tools.move(stop, lane, carry.slot)
  }
  const selected = view.stopById.get(stopId)
  return {
    tools,
    mayPlan,
    stopId: stopId === '' ? undefined : stopId,
    laneKey:
      laneKey ?? view.lanes.find(lane => lane.run !== undefined && lane.run.id === selected?.runId)?.key,
    carry,
    selectStop(id: string | undefined) {
      setStopId(id)
      setLaneKey(undefined)
    },
    selectLane: (key: string) => setLaneKey(before => (before === key ? undefined : key)),
    pick: (stop: Stop) => setCarry(pickUp(view.lanes, stop)),
    hover: (key: string | null, slot: number) =>
      setCarry(before => (before === undefined ? before : { ...before, laneKey: key, slot })),
    step: (key: CarryKey) =>
      setCarry(before => (before === undefined ? before : step(view.lanes, before, key))),
    drop,
    letGo: () => setCarry(undefined),
  }
}
export type Handling = ReturnType<typeof useHandling>
