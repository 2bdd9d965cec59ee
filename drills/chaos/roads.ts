import { startOsrmSimulator } from '../../server/ports/travel-times/simulators/osrm-simulator.ts'
import { openLine } from '../../server/testkit/engines/line-proxy.ts'
import { cutting } from './blows.ts'
import type { Standing } from './standing.ts'

/** The one service of somebody else's: road times, by a simulator that speaks OSRM and can misbehave. */
export async function standRoads(): Promise<Standing> {
  const roads = await startOsrmSimulator({
    legOf: ([fromX, fromY], [toX, toY]) => {
      const metres = Math.round(Math.hypot(fromX - toX, fromY - toY) * 111_000 * 1.3)
      return { metres, seconds: Math.round(metres / 8) }
    },
  })
  const line = await openLine(Number(new URL(roads.url).port))
  const behave = async () => roads.behave()
  return {
    clear: async () => ({ LUCKYGAS_OSRM_URL: `http://127.0.0.1:${line.port}` }),
    stop: async () => {
      await roads.close()
      await line.close()
    },
    company: {
      target: 'roads',
      kinds: ['kill', 'freeze', 'partition'],
      pick: async () => ({
        name: 'osrm',
        blows: {
          kill: { strike: async () => roads.misbehave({ kind: 'cut' }), heal: behave },
          freeze: { strike: async () => roads.misbehave({ kind: 'hang' }), heal: behave },
          partition: cutting([line]),
        },
      }),
    },
  }
}
