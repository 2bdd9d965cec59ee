import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import {
  buildDueList,
  getDueList,
  postponeDueItem,
  sendDueList,
  tickDueItem,
  undoPostponement,
} from '@luckygas/ui/api/routes/forecasting.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../parts/use-act.ts'
import { queryKeyOf, useRead, useWrite } from '../../shell/queries.ts'

/** The list of a day and everything one does with it; ticks show at once and are taken back when refused. */
export function useDueList(date: BusinessDate) {
  const { t } = useTranslation()
  const act = useAct()
  const client = useQueryClient()
  const request = { query: { date } }
  const list = useRead('due-list', getDueList, request)
  const build = useWrite(buildDueList, ['due-list'])
  const tick = useWrite(tickDueItem, [])
  const postpone = useWrite(postponeDueItem, ['due-list', 'customers'])
  const undo = useWrite(undoPostponement, ['due-list', 'customers'])
  const send = useWrite(sendDueList, ['due-list', 'board'])

  const replace = (id: string, change: (item: DueItem) => DueItem) =>
    client.setQueryData<typeof list.data>(queryKeyOf('due-list', getDueList, request), before =>
      before === undefined
        ? before
        : { ...before, items: before.items.map(item => (item.id === id ? change(item) : item)) },
    )
  return {
    list,
    isBuilding: build.isPending,
    isSending: send.isPending,
    rebuild: () => act(() => build.mutateAsync({ body: { date } }), t('dueList.rebuilt')),
    async tick(item: DueItem, isOn: boolean) {
      replace(item.id, before => ({ ...before, status: isOn ? 'listed' : 'unticked' }))
      const went = await act(async () => {
        const body = { isTicked: isOn, version: item.version }
        const answer = await tick.mutateAsync({ params: { id: item.id }, body })
        replace(item.id, () => answer)
      })
      if (!went) void list.refetch()
    },
    postpone: (item: DueItem, toDate: BusinessDate, reason: string) =>
      act(
        () =>
          postpone.mutateAsync({
            params: { id: item.id },
            body: { postponementId: newId(), toDate, reason, version: item.version },
          }),
        t('dueList.postponed', { name: item.shortName }),
      ),
    undoPostponement: (item: DueItem) =>
      act(
        () => undo.mutateAsync({ params: { id: item.id }, body: { version: item.version } }),
        t('dueList.postponeUndone', { name: item.shortName }),
      ),
    async send(): Promise<{ sent: number; unplaced: number } | undefined> {
      let answer: { sent: number; unplaced: number } | undefined
      await act(async () => {
        answer = await send.mutateAsync({ body: { date } })
      })
      return answer
    },
  }
}
export type DueListTools = ReturnType<typeof useDueList>
