import { eventKinds } from '@luckygas/contract/messages/live.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import { openBrowserSocket } from '@luckygas/ui/live/browser-socket.ts'
import { createLiveClient, type LookersFrame, type PositionFrame } from '@luckygas/ui/live/live-client.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { api } from './api.ts'
import { queryClient } from './queries.ts'

const gatherMs = 250
const waiting = new Set<string>()
let isTimerSet = false

/** Gathers a burst of events, such as an import's, into one refetch of each subject. */
function invalidateSoon(subject: string): void {
  waiting.add(subject)
  if (isTimerSet) return
  isTimerSet = true
  setTimeout(() => {
    isTimerSet = false
    for (const each of waiting) void queryClient.invalidateQueries({ queryKey: [each] })
    waiting.clear()
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
    invalidateSoon(subject)
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
