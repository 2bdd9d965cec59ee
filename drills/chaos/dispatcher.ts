import { randomUUID } from 'node:crypto'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import type { Desk, Reply } from './desk.ts'
import type { Deed, Ledger } from './ledger.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const breathMs = 600
/** Stops that are moved between two publications. */
const movesEach = 6
const movable = new Set(['unplanned', 'planned', 'published'])

export interface Dispatcher {
  desk: Desk
  ledger: Ledger
  today: string
  random(): number
  isOver(): boolean
}

/** Takes what clerks ordered for today, gives it to drivers by hand, lets the planner fit in the rest, publishes. */
export async function workAsDispatcher(dispatcher: Dispatcher): Promise<void> {
  const { desk, today, isOver } = dispatcher
  while (!isOver()) {
    await say(dispatcher, 'other', 'POST', '/api/due-list/build', { date: today })
    await say(dispatcher, 'other', 'POST', '/api/due-list/send', { date: today })
    for (let move = 0; move < movesEach && !isOver(); move += 1) {
      await moveSomething(dispatcher)
      await pause(breathMs * (0.5 + dispatcher.random()))
    }
    await withBoard(dispatcher, ({ version }) =>
      say(dispatcher, 'other', 'POST', `/api/plans/${today}/build`, { mode: 'fit', seconds: 0.2, version }),
    )
    await withBoard(dispatcher, ({ version }) =>
      say(dispatcher, 'publish', 'POST', `/api/plans/${today}/publish`, {
        version,
        isViolationAccepted: true,
      }),
    )
    await desk.read('report', `/api/today?date=${today}`)
    await desk.read('report', `/api/exports/upload-list?from=${today}&to=${today}`)
  }
}

async function withBoard(
  { desk, today }: Dispatcher,
  work: (board: Board) => Promise<unknown>,
): Promise<void> {
  const board = (await desk.read('board', `/api/plans/${today}`)) as Board | undefined
  if (board !== undefined && board.planId !== null) await work(board)
}

function say(
  { desk, ledger }: Dispatcher,
  deed: Deed,
  method: string,
  path: string,
  body: unknown,
): Promise<Reply | undefined> {
  return desk.write(ledger.begin(deed, randomUUID()), { method, path, body })
}

/** Most often something of the tray to the driver who has least, sometimes a stop from one driver to another. */
function moveSomething(dispatcher: Dispatcher): Promise<void> {
  return withBoard(dispatcher, async board => {
    const { random } = dispatcher
    const open = board.stops.filter(({ state }) => movable.has(state))
    const tray = open.filter(({ runId }) => runId === null)
    const among = tray.length > 0 && random() < 0.8 ? tray : open
    const stop = among[Math.floor(random() * among.length)]
    const driver = board.drivers[Math.floor(random() * board.drivers.length)]
    if (!stop || !driver) return
    await say(dispatcher, 'board-move', 'POST', `/api/stops/${stop.id}/move`, {
      ...{ runId: null, driverId: driver.id, trip: 1, position: 0 },
      ...{ version: stop.version, planVersion: board.version, answer: 'changes' },
    })
  })
}
