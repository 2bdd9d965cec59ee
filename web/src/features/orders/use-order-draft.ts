import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { type ProductCode, productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { AgreedPayment } from '@luckygas/contract/kernel/door-amount.ts'
import type { EmergencyLevel } from '@luckygas/contract/order-edits.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import type { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { placeOrder } from '@luckygas/ui/api/routes/orders.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useWrite } from '../../shell/queries.ts'

export type CustomerCard = EndpointAnswer<NonNullable<(typeof getCustomer)['types']>>
export type Quantities = Partial<Record<ProductCode, number>>
export const slots = ['any', 'morning', 'afternoon', 'evening'] as const
export const priorities = ['normal', 'promised', 'urgent', 'emergency'] as const

export interface OrderDraft {
  siteId: string
  requestedOn: BusinessDate
  slot: (typeof slots)[number]
  priority: (typeof priorities)[number]
  emergencyLevel: EmergencyLevel
  note: string
  /** Null: as the customer settles. */
  payment: AgreedPayment | null
  /** 收空: the quantities are empties to fetch. */
  isCollection: boolean
  quantities: Quantities
}

/** The last delivery at the site is its usual order. */
export function usualQuantities(customer: CustomerCard, siteId: string): Quantities {
  return { ...(recentAt(customer, siteId)[0]?.products ?? {}) }
}

/** What was brought to one site of a customer, newest first; visits that only fetched empties are no order to repeat. */
export const recentAt = (customer: CustomerCard, siteId: string): CustomerCard['recentDeliveries'] =>
  customer.recentDeliveries.filter(
    delivery => delivery.siteId === siteId && Object.keys(delivery.products).length > 0,
  )

export const linesOf = (quantities: Quantities) =>
  productCodes.flatMap(product => {
    const quantity = quantities[product] ?? 0
    return quantity === 0 ? [] : [{ product, quantity }]
  })

export const quantitiesOf = (lines: readonly { product: ProductCode; quantity: number }[]): Quantities =>
  Object.fromEntries(lines.map(line => [line.product, line.quantity]))

/** What is being ordered; the id is made once, so that sending again never makes a second order. */
export function useOrderDraft(customer: CustomerCard) {
  const [id, setId] = useState(newId)
  const [draft, setDraft] = useState<OrderDraft>(() => ({
    siteId: customer.sites[0]?.id ?? '',
    requestedOn: addDays(today(), customer.sites[0]?.isSameDayDelivery === true ? 0 : 1),
    slot: 'any',
    priority: 'normal',
    emergencyLevel: 2,
    note: '',
    payment: null,
    isCollection: false,
    quantities: usualQuantities(customer, customer.sites[0]?.id ?? ''),
  }))
  const [duplicateId, setDuplicateId] = useState<string>()
  const place = useWrite(placeOrder, ['orders', 'due-list', 'customers'])
  const lines = linesOf(draft.quantities)
  return {
    draft,
    lines,
    /** The open order that the server holds this one for. */
    duplicateId,
    isBusy: place.isPending,
    change: (part: Partial<OrderDraft>) => {
      setDraft(before => ({ ...before, ...part }))
      // A changed order is another write; the old id may already stand for what was sent before.
      setId(newId())
      setDuplicateId(undefined)
    },
    /** Answers the order; throws what the server refuses, having noted a duplicate. */
    async send(isDuplicateAccepted: boolean) {
      const { quantities: _, emergencyLevel, ...rest } = draft
      const urgency = draft.priority === 'emergency' ? { emergencyLevel } : {}
      try {
        return await place.mutateAsync({ body: { id, ...rest, ...urgency, lines, isDuplicateAccepted } })
      } catch (error) {
        if (isProblem(error, 'orders.duplicate')) setDuplicateId(String(error.params.orderId ?? ''))
        throw error
      }
    },
  }
}
