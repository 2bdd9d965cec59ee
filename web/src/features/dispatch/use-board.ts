import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import {
  buildPlan,
  discardChanges,
  getBoard,
  lockRun,
  lockStop,
  moveStop,
  publishPlan,
  runSheet,
} from '@luckygas/ui/api/routes/dispatch.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../../parts/save-file.ts'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { queryKeyOf, useRead, useWrite } from '../../shell/queries.ts'
import { type BoardChange, changeBetween, type Lane, placeAt, type Run, type Stop } from './board-view.ts'

export type PlanMode = 'all' | 'free' | 'fit'

/** The board of a day and everything one does with it. Each step answers with the new board and what it changed. */
export function useBoard(date: BusinessDate) {
  const { t } = useTranslation()
  const act = useAct()
  const client = useQueryClient()
  const request = { params: { date } }
  const board = useRead('board', getBoard, request)
  const [lastChange, setLastChange] = useState<BoardChange>()
  const [needsConsent, setNeedsConsent] = useState(false)
  const build = useWrite(buildPlan, [])
  const move = useWrite(moveStop, [])
  const lock = useWrite(lockStop, [])
  const lockLane = useWrite(lockRun, [])
  const publish = useWrite(publishPlan, ['due-list', 'orders'])
  const discard = useWrite(discardChanges, [])

  const step = async (work: () => Promise<Board>, done?: string) => {
    const before = board.data
    const isDone = await act(async () => {
      const after = await work()
      client.setQueryData(queryKeyOf('board', getBoard, request), after)
      setLastChange(before === undefined ? undefined : changeBetween(before, after))
    }, done)
    if (!isDone) void board.refetch()
    return isDone
  }
  const version = board.data?.version ?? 0
  return {
    board,
    lastChange,
    needsConsent,
    dropConsent: () => setNeedsConsent(false),
    isBusy: build.isPending || publish.isPending || discard.isPending,
    isBuilding: build.isPending,
    movingId: move.isPending ? move.variables?.params?.id : undefined,
    build: (mode: PlanMode) =>
      step(() => build.mutateAsync({ ...request, body: { mode, version } }), t('dispatch.built')),
    /** Puts a stop into a slot of a lane, or back into the tray. */
    move(stop: Stop, lane: Lane | null, slot: number) {
      const others = (lane?.stops ?? []).filter(other => other.id !== stop.id)
      const place = placeAt(others, slot)
      const driver = lane === null || lane.run !== undefined ? {} : { driverId: lane.driverId }
      const body = {
        runId: lane?.run?.id ?? null,
        ...driver,
        ...place,
        version: stop.version,
        planVersion: version,
      }
      return step(() => move.mutateAsync({ params: { id: stop.id }, body }))
    },
    lockStop: (stop: Stop) =>
      step(() =>
        lock.mutateAsync({
          params: { id: stop.id },
          body: { isLocked: !stop.isLocked, version: stop.version, planVersion: version },
        }),
      ),
    lockRun: (run: Run) =>
      step(() =>
        lockLane.mutateAsync({
          params: { id: run.id },
          body: { isLocked: !run.isLocked, version: run.version, planVersion: version },
        }),
      ),
    async publish(isViolationAccepted = false) {
      setNeedsConsent(false)
      await act(async () => {
        try {
          const after = await publish.mutateAsync({ ...request, body: { version, isViolationAccepted } })
          client.setQueryData(queryKeyOf('board', getBoard, request), after)
          setLastChange(undefined)
        } catch (error) {
          if (!isProblem(error, 'dispatch.plan-broken')) throw error
          setNeedsConsent(true)
          return
        }
      })
      if (publish.isError) void board.refetch()
    },
    discard: () =>
      step(() => discard.mutateAsync({ ...request, body: { version } }), t('dispatch.discarded')),
    printSheets: (runId?: string) =>
      act(async () => {
        const query = runId === undefined ? {} : { runId }
        saveFile(await api.download(runSheet, { ...request, query }), t('dispatch.sheetName', { date }))
      }),
  }
}
export type BoardTools = ReturnType<typeof useBoard>
