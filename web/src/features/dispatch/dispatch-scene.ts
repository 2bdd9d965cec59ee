import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import type { PositionFrame } from '@luckygas/ui/live/live-client.ts'
import type { MapScene } from '../../map/scene.ts'
import { driverColour } from '../../parts/DriverLetter.tsx'
import type { BoardView, Lane } from './board-view.ts'

interface Chosen {
  laneKey: string | undefined
  stopId: string | undefined
}
type Positions = Readonly<Record<string, PositionFrame>>

/** The board as the map draws it: the depot, each run's way, its stops, and where the drivers are. */
export function dispatchScene(board: Board, view: BoardView, chosen: Chosen, positions: Positions): MapScene {
  const depot = board.depot.point
  const isChosen = (lane: Lane) => lane.key === chosen.laneKey
  const lanes = [...view.lanes].sort((a, b) => Number(isChosen(a)) - Number(isChosen(b)))
  return {
    centre: depot,
    lines: lanes.flatMap(lane => {
      const way = lane.stops.flatMap(stop => stop.point ?? [])
      if (way.length === 0) return []
      const line = {
        colour: driverColour(lane.letter),
        isStrong: isChosen(lane),
        points: [depot, ...way, depot],
      }
      return [{ id: lane.key, label: lane.letter, ...line }]
    }),
    points: [
      ...lanes.flatMap(lane =>
        lane.stops.flatMap(stop =>
          stop.point === null
            ? []
            : [
                {
                  id: stop.id,
                  point: stop.point,
                  colour: driverColour(lane.letter),
                  text: isChosen(lane) ? String(view.numberOf.get(stop.id)) : '',
                  isHollow: stop.state === 'done' || stop.state === 'failed',
                  isBroken: view.violationsOfStop.has(stop.id),
                  isSelected: stop.id === chosen.stopId,
                  title: stop.shortName,
                },
              ],
        ),
      ),
      ...view.tray.flatMap(stop =>
        stop.point === null
          ? []
          : [
              {
                id: stop.id,
                point: stop.point,
                colour: 'var(--control)',
                text: '',
                isHollow: true,
                isBroken: false,
                isSelected: stop.id === chosen.stopId,
                title: stop.shortName,
              },
            ],
      ),
    ],
    tags: [
      { id: 'depot', point: depot, kind: 'depot', text: board.depot.name, colour: 'var(--ink)' },
      ...board.presence.flatMap(presence => {
        const driver = board.drivers.find(each => each.id === presence.driverId)
        const newer = positions[presence.driverId]
        const point = newer !== undefined && newer.deviceAt > presence.deviceAt ? newer : presence.point
        if (driver === undefined) return []
        const { latitude, longitude } = point
        const tag = { kind: 'driver' as const, text: driver.letter, colour: driverColour(driver.letter) }
        return [{ id: driver.id, point: { latitude, longitude }, ...tag }]
      }),
    ],
  }
}
