import type { MapScene } from '../../map/scene.ts'
import { driverColour } from '../../parts/DriverLetter.tsx'
import type { LiveDay, LiveRun } from './live-view.ts'

/** The live map: every driver where he was last heard of, what is left of his way, and who is at risk in red. */
export function trackingScene(
  depot: NonNullable<LiveDay['depot']>,
  runs: readonly LiveRun[],
  chosenId: string,
  closures: LiveDay['closures'],
): MapScene {
  return {
    centre: depot.point,
    lines: runs.flatMap(run => {
      const way = run.stops
        .filter(stop => stop.state !== 'done' && stop.state !== 'failed')
        .flatMap(stop => stop.point ?? [])
      const from = run.point ?? depot.point
      if (way.length === 0) return []
      return [
        {
          id: run.runId,
          label: run.letter,
          colour: driverColour(run.letter),
          isStrong: run.runId === chosenId,
          points: [from, ...way, depot.point],
        },
      ]
    }),
    points: [
      ...closures.map((closure, index) => ({
        id: closure.id,
        point: closure.point,
        colour: 'var(--bad)',
        text: String(index + 1),
        isHollow: false,
        isBroken: true,
        isSelected: false,
        title: closure.note,
      })),
      ...runs.flatMap(run =>
        run.stops.flatMap((stop, index) =>
          stop.point === null
            ? []
            : [
                {
                  id: stop.stopId,
                  point: stop.point,
                  colour: driverColour(run.letter),
                  text: run.runId === chosenId ? String(index + 1) : '',
                  isHollow: stop.state === 'done' || stop.state === 'failed',
                  isBroken: stop.risk !== null,
                  isSelected: false,
                  title: stop.shortName,
                },
              ],
        ),
      ),
    ],
    tags: [
      { id: 'depot', point: depot.point, kind: 'depot' as const, text: depot.name, colour: 'var(--ink)' },
      ...runs.flatMap(run =>
        run.point === null
          ? []
          : [
              {
                id: run.driverId,
                point: run.point,
                kind: 'driver' as const,
                text: run.letter,
                colour: driverColour(run.letter),
              },
            ],
      ),
    ],
  }
}
