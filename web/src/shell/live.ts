import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { eventKinds } from '@luckygas/contract/messages/live.ts'
import { getBoard } from '@luckygas/ui/api/routes/dispatch.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import { openBrowserSocket } from '@luckygas/ui/live/browser-socket.ts'
import { createLiveClient, type LookersFrame, type PositionFrame } from '@luckygas/ui/live/live-client.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { api } from './api.ts'
import { queryClient, queryKeyOf } from './queries.ts'

const gatherMs = 250
const waiting = new Set<string>()
let isTimerSet = false

/** Boards that an event says have changed: business day → the version it speaks of. */
const versionsTold = new Map<string, number>()

/** Whether this window has every one of those versions already, as after a change of its own. */
function hasToldBoards(): boolean {
  return [...versionsTold].every(([date, version]) => {
    const key = queryKeyOf('board', getBoard, { params: { date } })
    return (queryClient.getQueryData<Board>(key)?.version ?? -1) >= version
  })
}

/** Gathers a burst of events, such as an import's, into one refetch of each subject. */
function invalidateSoon(subject?: string): void {
  if (subject !== undefined) waiting.add(subject)
  if (isTimerSet) return
  isTimerSet = true
  setTimeout(() => {
    isTimerSet = false
    if (!waiting.has('board') && !hasToldBoards()) waiting.add('board')
    for (const each of waiting) void queryClient.invalidateQueries({ queryKey: [each] })
    waiting.clear()
    versionsTold.clear()
  }, gatherMs)
}

/** What the dashboard counts. */
const shownToday = new Set(['orders', 'board', 'due-list', 'conflicts', 'day-closes', 'cylinders'])

/** Where the drivers were last heard of, by driver id; newer than what any query holds. */
export const livePositions = observable<Readonly<Record<string, PositionFrame>>>({})

/** Everybody who has the page open that this window looks at. */
export const lookers = observable<Pick<LookersFrame, 'place' | 'people'>>({ place: '', people: [] })

export const live = createLiveClient({
  open: () => openBrowserSocket(),
  accessToken: () => api.session.freshToken(),
  nowMs,
  onEvent(frame) {
    const subject = (eventKinds as Record<string, string>)[frame.kind]
    if (subject === undefined) return
    const { date, version } = frame.payload
    if (frame.kind === 'plan.changed' && typeof date === 'string' && typeof version === 'number') {
      versionsTold.set(date, Math.max(version, versionsTold.get(date) ?? 0))
      invalidateSoon()
    } else invalidateSoon(subject)
    if (shownToday.has(subject)) invalidateSoon('today')
    // A line of the due list brings what its order asks for now.
    if (subject === 'orders') invalidateSoon('due-list')
    if (subject === 'board') invalidateSoon('running-day')
    if (subject === 'running-day') invalidateSoon('board')
  },
  onPosition(frame) {
    livePositions.set({ ...livePositions.get(), [frame.driverId]: frame })
  },
  onLookers: frame => lookers.set(frame),
  onReset: () => void queryClient.invalidateQueries(),
})
