import { formatMinute, minuteOfDay } from '../../../contract/kernel/dates.ts'
import { missing, refused } from '../../../contract/kernel/problem.ts'
import type { PlanStep } from './plan-step.rules.ts'

export const planNotFound = () => missing('dispatch.plan-not-found')
export const stopNotFound = () => missing('dispatch.stop-not-found')
export const runNotFound = () => missing('dispatch.run-not-found')
export const depotNotFound = () => missing('dispatch.depot-not-found')
export const staleVersion = () => refused('request.stale-version', { status: 409 })
/** What the edit relied on was changed meanwhile, by somebody and somehow that can be told. */
export const boardChanged = (step: PlanStep) => refused('dispatch.board-changed', tell(step))
/** Somebody has moved or locked the same stops since the step that should be taken back. */
export const stepOvertaken = (step: PlanStep) => refused('dispatch.step-overtaken', tell(step))
export const stepNotFound = () => missing('dispatch.step-not-found')
export const stopUnplaced = (reason: string) =>
  refused('dispatch.stop-unplaced', { status: 409, params: { reason } })

function tell(step: PlanStep) {
  const { stop = '', from = '', to = '', driver = '', count = 0, of = '' } = step.subject
  const words = { who: step.doneByName, at: formatMinute(minuteOfDay(step.doneAt)), kind: step.kind }
  return { status: 409, params: { ...words, stop, from, to, driver, count, of } }
}
export const driverNotFound = () => missing('dispatch.driver-not-found')
export const shiftBackwards = () => refused('dispatch.shift-backwards', { status: 409 })
export const noDrivers = () => refused('dispatch.no-drivers', { status: 409 })
export const noStops = () => refused('dispatch.no-stops', { status: 409 })
export const dayOver = () => refused('dispatch.day-over', { status: 409 })
export const stopFinished = () => refused('dispatch.stop-finished', { status: 409 })
export const stopLocked = () => refused('dispatch.stop-locked', { status: 409 })
export const runLocked = () => refused('dispatch.run-locked', { status: 409 })
export const nothingPlanned = () => refused('dispatch.nothing-planned', { status: 409 })
export const neverPublished = () => refused('dispatch.never-published', { status: 409 })
export const planBroken = (violations: number) =>
  refused('dispatch.plan-broken', { status: 409, params: { violations } })
export const plateTaken = () => refused('dispatch.plate-taken', { status: 409 })
export const letterTaken = () => refused('dispatch.letter-taken', { status: 409 })
export const vehicleTaken = () => refused('dispatch.vehicle-taken', { status: 409 })
export const userNotADriver = () => refused('dispatch.user-not-a-driver', { status: 409 })
