import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { type ProductCode, productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import type { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { placeOrder } from '@luckygas/ui/api/routes/orders.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useWrite } from '../../shell/queries.ts'

export type CustomerCard = EndpointAnswer<NonNullable<(typeof getCustomer)['types']>>
export const slots = ['any', 'morning', 'afternoon', 'evening'] as const
export const priorities = ['normal', 'promised', 'urgent', 'emergency'] as const

export interface OrderDraft {
  siteId: string
  requestedOn: BusinessDate
  slot: (typeof slots)[number]
  priority: (typeof priorities)[number]
  note: string
  quantities: Partial<Record<ProductCode, number>>
}

/** The last delivery of the customer is the usual order. */
function usualQuantities(customer: CustomerCard): OrderDraft['quantities'] {
  return { ...(customer.recentDeliveries[0]?.products ?? {}) }
}

/** What is being ordered; the id is made once, so that sending again never makes a second order. */
export function useOrderDraft(customer: CustomerCard) {
  const [id, setId] = useState(newId)
  const [draft, setDraft] = useState<OrderDraft>(() => ({
    siteId: customer.sites[0]?.id ?? '',
    requestedOn: addDays(today(), customer.sites[0]?.isSameDayDelivery === true ? 0 : 1),
    slot: 'any',
    priority: 'normal',
    note: '',
    quantities: usualQuantities(customer),
  }))
  const [isDuplicate, setDuplicate] = useState(false)
  const place = useWrite(placeOrder, ['orders', 'due-list', 'customers'])
  const lines = productCodes.flatMap(product => {
    const quantity = draft.quantities[product] ?? 0
    return quantity === 0 ? [] : [{ product, quantity }]
  })
  return {
    draft,
    lines,
    isDuplicate,
    isBusy: place.isPending,
    change: (part: Partial<OrderDraft>) => {
      setDraft(before => ({ ...before, ...part }))
      // A changed order is another write; the old id may already stand for what was sent before.
      setId(newId())
      setDuplicate(false)
    },
    /** Answers the order; throws what the server refuses, having noted a duplicate. */
    async send(isDuplicateAccepted: boolean) {
      const { quantities: _, ...rest } = draft
      try {
        return await place.mutateAsync({ body: { id, ...rest, lines, isDuplicateAccepted } })
      } catch (error) {
        if (isProblem(error, 'orders.duplicate')) setDuplicate(true)
        throw error
      }
    },
  }
}
