import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import { listLiveCalls, settleCall, takeCall } from '@luckygas/ui/api/routes/calls.ts'
import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'

/** A ring that nobody hears of over the live socket is found again after this. */
const lookAgainMs = 30_000

/** Calls that ring here now and the one this clerk is in. */
export function useLiveCalls() {
  const mayAnswer = useMay('calls.answer')
  return useRead('calls', listLiveCalls, {}, { isEnabled: mayAnswer, refetchMs: lookAgainMs }).data
}

/** Where a call's card opens: the caller's, the chooser of several, or a new customer with the number filled in. */
export function pathOfCall(call: CallView, isReady: boolean): string {
  const [only, second] = call.customers
  const base = { call: call.id, ...(call.digits === null ? {} : { phone: call.digits }) }
  if (only && !second) return paths.newOrder({ ...base, customer: only.code, ...(isReady && { ready: '1' }) })
  return paths.newOrder(base)
}

/** Calls that this window has opened by a key: the exchange's word that they were answered opens nothing a second time. */
export const openedHere = new Set<string>()

/** Takes a call and opens its card with the usual order ready; somebody faster is said in words. */
export function useTakeCall(): (call: CallView) => Promise<void> {
  const act = useAct()
  const navigate = useNavigate()
  const { mutateAsync } = useWrite(takeCall, ['calls'])
  return useCallback(
    async call => {
      await act(async () => {
        openedHere.add(call.id)
        await mutateAsync({ params: { id: call.id } })
        void navigate(pathOfCall(call, true))
      })
    },
    [act, navigate, mutateAsync],
  )
}

/** Says what came of a call; without a call there is nothing to say. */
export function useSettleCall(
  callId: string,
): (outcome: { customerId: string | null; orderId: string | null }) => Promise<void> {
  const { mutateAsync } = useWrite(settleCall, ['calls'])
  return useCallback(
    async outcome => {
      if (callId !== '') await mutateAsync({ params: { id: callId }, body: outcome })
    },
    [callId, mutateAsync],
  )
}
