import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { listConflicts } from '@luckygas/ui/api/routes/deliveries.ts'
import { getDueList } from '@luckygas/ui/api/routes/forecasting.ts'
import { listThreads } from '@luckygas/ui/api/routes/messages.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useRead } from './queries.ts'
import { useMay } from './session.ts'

/** What waits behind a rail link: tomorrow's lines not yet sent, and open conflicts. */
export function useBadges(): Record<string, number | undefined> {
  const dueList = useRead(
    'due-list',
    getDueList,
    { query: { date: addDays(today(), 1) } },
    { isEnabled: useMay('due-list.read') },
  )
  const conflicts = useRead(
    'conflicts',
    listConflicts,
    { query: { status: 'open' } },
    { isEnabled: useMay('conflicts.read') },
  )
  const messages = useRead('messages', listThreads, {}, { isEnabled: useMay('messages.read') })
  return {
    messages: messages.data?.threads.reduce((sum, thread) => sum + thread.unread, 0),
    dueList: dueList.data?.items.filter(item => item.status === 'listed').length,
    conflicts: conflicts.data?.conflicts.length,
  }
}
