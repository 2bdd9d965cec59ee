import type { DayLimits } from '@luckygas/contract/endpoints/dispatch.ts'
import { getDayLimits } from '@luckygas/ui/api/routes/dispatch.ts'
import { useState } from 'react'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'

/** What holds the day back, on demand: it takes the server some ten searches, so no edit asks for it by itself. */
export function useDayLimits(date: string, version: number) {
  const act = useAct()
  const [answer, setAnswer] = useState<DayLimits & { date: string }>()
  const [isAsking, setAsking] = useState(false)
  const told = answer?.date === date ? answer : undefined
  return {
    told,
    /** The plan has changed since: the figures are of what it was. */
    isPast: told !== undefined && told.planVersion !== version,
    isAsking,
    async ask() {
      setAsking(true)
      await act(async () => setAnswer({ ...(await api.call(getDayLimits, { params: { date } })), date }))
      setAsking(false)
    },
  }
}
export type AskedLimits = ReturnType<typeof useDayLimits>
