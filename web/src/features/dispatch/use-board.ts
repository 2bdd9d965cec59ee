import type { Board, BoardChanges } from '@luckygas/contract/endpoints/dispatch.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import {
  buildPlan,
  discardChanges,
  getBoard,
  getStopPlaces,
  lockRun,
  lockStop,
  moveStop,
  publishPlan,
  redoStep,
  runSheet,
  saveStaffing,
  undoStep,
} from '@luckygas/ui/api/routes/dispatch.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../../parts/save-file.ts'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { queryKeyOf, useRead, useWrite } from '../../shell/queries.ts'
import { useMe } from '../../shell/session.ts'
import { applyChanges, putDown } from './apply-changes.ts'
import { type BoardChange, boardView, changeBetween, type Lane, type Run, type Stop } from './board-view.ts'
import { nextRedo, nextUndo, type Step } from './history.ts'
import { ownVersions } from './own-versions.ts'
import { type Slot, sameSlot, slotsOf } from './slots.ts'

/** Asks an edit for what it changed, not for the whole board. */
const answer = 'changes'

export type PlanMode = 'all' | 'free' | 'fit'

/** A driver's day on the staffing sheet. */
export type StaffDay = Omit<Board['staffing'][number], 'driverId'>

/** One edit of the board, made from the board as it stands when it is sent. */
type Edit = (board: Board) => Promise<Board | BoardChanges>

/** What somebody else did that an edit ran into, and the edit, to be made again from what is there now. */
interface Clash {
  params: Record<string, string | number>
  again: () => void
}

const clashCodes = ['dispatch.board-changed', 'request.stale-version']

/** The board of a day and everything one does with it. Each step answers with the new board and what it changed. */
export function useBoard(date: BusinessDate) {
  const { t } = useTranslation()
  const me = useMe()
  const act = useAct()
  const client = useQueryClient()
  const request = { params: { date } }
  const board = useRead('board', getBoard, request)
  const [lastChange, setLastChange] = useState<BoardChange>()
  const [needsConsent, setNeedsConsent] = useState(false)
  const [clash, setClash] = useState<Clash>()
  const build = useWrite(buildPlan, [])
  const move = useWrite(moveStop, [])
  const lock = useWrite(lockStop, [])
  const lockLane = useWrite(lockRun, [])
  const publish = useWrite(publishPlan, ['due-list', 'orders'])
  const discard = useWrite(discardChanges, [])
  const staff = useWrite(saveStaffing, [])
  const undo = useWrite(undoStep, [])
  const redo = useWrite(redoStep, [])
  const boardKey = queryKeyOf('board', getBoard, request)
  const [own] = useState(ownVersions)
  const shown = () => client.getQueryData<Board>(boardKey)
  /** An answer that lists only what changed is laid over the board; one that does not fit it is fetched whole. */
  const wholeOf = async (answer: Board | BoardChanges): Promise<Board> => {
    if (!('since' in answer)) return answer
    own.note(answer.since, answer.version)
    const now = shown()
    if (now !== undefined && now.version >= answer.version) return now
    const whole = now && applyChanges(now, answer)
    return whole ?? api.call(getBoard, request)
  }
  const show = (after: Board) => {
    client.removeQueries({ queryKey: ['board', getStopPlaces.id] })
    client.setQueryData(boardKey, after)
    void client.invalidateQueries({
      queryKey: ['board'],
      predicate: query => query.queryKey[1] !== getBoard.id,
    })
  }
  /** Edits follow each other: each is made from what the one before it left behind. */
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const step = (edit: Edit, done?: string, seen = shown()): Promise<boolean> => {
    const made = last.current.then(() => take(edit, done, seen))
    last.current = made.catch(() => undefined)
    return made
  }
  /**
   * The board from which an edit is made: as it stands, when only edits from here have changed it since it was looked
   * at; else as it was looked at, so that the server refuses to overwrite what another has done meanwhile.
   */
  const basisOf = (seen: Board, now: Board): Board => {
    const version = own.reached(seen.version)
    return version === now.version ? now : { ...seen, version }
  }
  /** An edit that the server makes from the very version it was looked at, or refuses: what it answers is one's own. */
  const exclusively =
    (edit: (board: Board) => Promise<Board>): Edit =>
    async from => {
      const after = await edit(from)
      own.note(from.version, after.version)
      return after
    }
  const take = async (edit: Edit, done?: string, seen?: Board): Promise<boolean> => {
    const now = shown()
    if (now === undefined || seen === undefined) return false
    const before = basisOf(seen, now)
    setClash(undefined)
    let hasClashed = false
    const isDone = await act(async () => {
      try {
        const after = await wholeOf(await edit(before))
        show(after)
        setLastChange(changeBetween(before, after))
      } catch (error) {
        if (!isProblem(error) || !clashCodes.includes(error.code)) throw error
        await board.refetch()
        setClash({ params: error.params, again: () => void step(edit, done) })
        hasClashed = true
      }
    })
    if (!isDone) void board.refetch()
    if (isDone && !hasClashed && done !== undefined) say(done)
    return isDone && !hasClashed
  }
  const turn = (how: typeof undo, { id: stepId }: Step, done: string) =>
    step(
      exclusively(({ version }) => how.mutateAsync({ params: { date, stepId }, body: { version } })),
      done,
    )
  const steps = board.data?.steps ?? []
  const [undoable, redoable] = [nextUndo(steps, me.id), nextRedo(steps, me.id)]
  return {
    board,
    lastChange,
    needsConsent,
    clash,
    undoable,
    redoable,
    dropClash: () => setClash(undefined),
    dropConsent: () => setNeedsConsent(false),
    /** Also until the board is there: an edit has to say what it was made from. */
    isBusy:
      board.data === undefined || [build, publish, discard, undo, redo].some(({ isPending }) => isPending),
    isBuilding: build.isPending,
    movingId: move.isPending ? move.variables?.params?.id : undefined,
    build: (mode: PlanMode) =>
      step(
        exclusively(({ version }) => build.mutateAsync({ ...request, body: { mode, version } })),
        t('dispatch.built'),
      ),
    /** Puts a stop into a slot of a lane, or back into the tray; it lies there at once, and is timed when the answer comes. */
    move: (stop: Stop, lane: Lane | null, slot: Slot | undefined, arriveMinute?: number | null) => {
      const now = shown()
      const to = now && moveBody(now, stop, lane, slot)
      if (now && to && (to.runId !== null || lane === null)) {
        void client.cancelQueries({ queryKey: boardKey })
        const landing = { ...to, arriveMinute: arriveMinute ?? (slot ? Math.round(slot.minute) : null) }
        client.setQueryData(boardKey, putDown(now, stop.id, landing))
      }
      return step(
        fresh => {
          const without = { ...fresh, stops: fresh.stops.filter(each => each.id !== stop.id) }
          const { version } = fresh.stops.find(each => each.id === stop.id) ?? stop
          const body = { ...moveBody(without, stop, lane, slot), version, answer: 'changes' as const }
          return move.mutateAsync({ params: { id: stop.id }, body })
        },
        undefined,
        now,
      )
    },
    lockStop: ({ id, isLocked }: Stop) =>
      step(({ stops, version: planVersion }) => {
        const version = stops.find(stop => stop.id === id)?.version ?? 1
        return lock.mutateAsync({
          params: { id },
          body: { isLocked: !isLocked, version, planVersion, answer },
        })
      }),
    lockRun: ({ id, isLocked }: Run) =>
      step(({ runs, version: planVersion }) => {
        const version = runs.find(run => run.id === id)?.version ?? 1
        return lockLane.mutateAsync({
          params: { id },
          body: { isLocked: !isLocked, version, planVersion, answer },
        })
      }),
    async publish(isViolationAccepted = false) {
      setNeedsConsent(false)
      try {
        const send = exclusively(({ version }) =>
          publish.mutateAsync({ ...request, body: { version, isViolationAccepted } }),
        )
        await step(async from => {
          try {
            return await send(from)
          } catch (error) {
            if (!isProblem(error, 'dispatch.plan-broken')) throw error
            setNeedsConsent(true)
            return api.call(getBoard, request)
          }
        })
      } finally {
        setLastChange(undefined)
      }
    },
    discard: () =>
      step(
        exclusively(({ version }) => discard.mutateAsync({ ...request, body: { version } })),
        t('dispatch.discarded'),
      ),
    undo: (target = undoable) =>
      target === undefined
        ? undefined
        : turn(undo, target, t(target.kind === 'publish' ? 'dispatch.unpublished' : 'dispatch.undone')),
    redo: (target = redoable) =>
      target === undefined ? undefined : turn(redo, target, t('dispatch.redone')),
    /** Who works on this day, with what and when. */
    staff: (driverId: string, day: StaffDay) =>
      step(() => staff.mutateAsync({ params: { date, driverId }, body: day }), t('dispatch.staff.saved')),
    printSheets: (runId?: string) =>
      act(async () => {
        const query = runId === undefined ? {} : { runId }
        saveFile(await api.download(runSheet, { ...request, query }), t('dispatch.sheetName', { date }))
      }),
  }
}
export type BoardTools = ReturnType<typeof useBoard>

/** The same move on the board as it is now: the same lane, before the same stop. */
function moveBody(board: Board, stop: Stop, lane: Lane | null, wanted: Slot | undefined) {
  const now = board.stops.find(each => each.id === stop.id) ?? stop
  const target = lane && boardView(board).lanes.find(each => each.driverId === lane.driverId)
  const slots = slotsOf((target?.stops ?? []).filter(each => each.id !== stop.id))
  const slot = wanted && sameSlot(slots, wanted)
  const driver = lane === null || target?.run !== undefined ? {} : { driverId: lane.driverId }
  return {
    runId: target?.run?.id ?? null,
    ...driver,
    trip: slot?.trip ?? 1,
    position: slot?.position ?? 0,
    version: now.version,
    planVersion: board.version,
  }
}
