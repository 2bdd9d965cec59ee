import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { insertUrgent, priceInsertion } from '@luckygas/ui/api/routes/running-day.ts'
import { today } from '@luckygas/ui/clock.ts'
import { api } from '../../shell/api.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { lookForBetter } from './improvement-wanted.ts'

export interface OrderDraftNow {
  siteId: string
  requestedOn: string
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  /** 收空: the lines are empties to fetch. */
  isCollection: boolean
  lines: readonly { product: ProductCode; quantity: number }[]
}
export type DraftProposal = EndpointAnswer<NonNullable<(typeof priceInsertion)['types']>>['proposals'][number]

/** An arrival that slips by more than this between the word on the phone and the order is asked again. */
const heldMinutes = 10

/**
 * Where an order for today would fit into the running day while the caller is still on the line, and how it is put
 * there once it is placed.
 */
export function useDraftInsertion({ siteId, requestedOn, priority, isCollection, lines }: OrderDraftNow) {
  const mayPublish = useMay('dispatch.publish')
  const isAsked = mayPublish && requestedOn === today() && siteId !== '' && lines.length > 0
  const priced = useRead(
    'running-day',
    priceInsertion,
    { body: { draft: { siteId, priority, isCollection, lines: [...lines] } } },
    { isEnabled: isAsked, keepsPrevious: true, staleMs: 20_000 },
  )
  const insert = useWrite(insertUrgent, ['running-day', 'board', 'orders'])
  return {
    /** What is shown was asked for another draft than this; the next answer is on its way. */
    isOld: priced.isPlaceholderData,
    best: isAsked ? priced.data?.proposals[0] : undefined,
    refusal: isAsked && priced.data?.proposals.length === 0 ? priced.data.refusal : undefined,
    /** Gives a placed order to the driver who was named. False where he can no longer come about then: ask a person. */
    async giveTo(told: DraftProposal, orderId: string): Promise<boolean> {
      const { proposals } = await api.call(priceInsertion, { body: { orderId } })
      const same = proposals.find(each => each.runId === told.runId)
      if (same === undefined || same.etaMinute > told.etaMinute + heldMinutes) return false
      const { runId, sequences, basis } = same
      const inserted = await insert.mutateAsync({ body: { orderId, runId, sequences, basis } })
      lookForBetter({ stopIds: [inserted.stopId] })
      return true
    },
  }
}
