import { type ProductCode, productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { type DoorAmount, doorAmount, usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { sellAtCounter } from '@luckygas/ui/api/routes/counter-sales.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useWrite } from '../../shell/queries.ts'
import { type LinePlates, type PlateDues, platesOf } from './counter-plates.ts'
import { type CustomerCard, usualQuantities } from './use-order-draft.ts'
import { useQuote } from './use-quote.ts'

export const payments = ['cash', 'monthly', 'transfer', 'short'] as const
export type CounterPayment = (typeof payments)[number]

export interface CounterLine {
  fullOut: number
  emptyIn: number
  depositsTaken: number
  /** What the scale showed, in kg; weighed only where both are there. */
  grossKg: string
  tareKg: string
  plates: LinePlates
}
export type CounterLines = Partial<Record<ProductCode, CounterLine>>

const swapOf = (quantity: number): CounterLine => ({
  fullOut: quantity,
  emptyIn: quantity,
  depositsTaken: 0,
  grossKg: '',
  tareKg: '',
  plates: { out: '', back: '' },
})
const backOf = (quantity: number): CounterLine => ({ ...swapOf(quantity), fullOut: 0 })

/** Products that a counter swaps: their gas is not billed by a meter. */
export const counterProducts = productCodes.filter(code => products[code].method === 'cylinder')

/** The usual order of the site, as a swap of as many empties. */
function usualLines(customer: CustomerCard, siteId: string): CounterLines {
  const usual = usualQuantities(customer, siteId)
  return Object.fromEntries(
    counterProducts.flatMap(code => (usual[code] ? [[code, swapOf(usual[code])]] : [])),
  )
}

const gramsOf = (kg: string): number => Math.round(Number(kg.replace(',', '.')) * 1000) || 0

/**
 * One sale at the counter as it is typed, with what it costs: by the same arithmetic as at a door, so that the server
 * comes to the same amount. The order's id is made once for what is typed, so that sending again never sells twice.
 */
export function useCounterSale(customer: CustomerCard) {
  const [id, setId] = useState(newId)
  const [draft, setDraft] = useState(() => {
    const siteId = customer.sites[0]?.id ?? ''
    return {
      siteId,
      lines: usualLines(customer, siteId),
      payment: usualPayment(customer.settlement ?? 'cash', 1n) as CounterPayment,
      paidNtd: '',
      note: '',
      /** 退空瓶: nothing goes out. */
      isReturn: false,
      refundNtd: '',
      dues: {} as PlateDues,
    }
  })
  const [refusal, setRefusal] = useState<{ code: 'duplicate' | 'stock'; orderId?: string }>()
  const [accepted, setAccepted] = useState({ isDuplicateAccepted: false, isStockAccepted: false })
  const sell = useWrite(sellAtCounter, ['orders', 'cylinders', 'today', 'customers', 'conflicts'])
  const entries = counterProducts.flatMap(product => {
    const line = draft.lines[product]
    return line ? [{ product, ...line }] : []
  })
  const quote = useQuote(
    draft.siteId,
    today(),
    entries.map(({ product, fullOut }) => ({ product, quantity: Math.max(1, fullOut) })),
  )
  const residuals = entries.flatMap(({ product, grossKg, tareKg }) =>
    grossKg === '' || tareKg === ''
      ? []
      : [
          {
            cylinderType: products[product].type,
            grossGrams: gramsOf(grossKg),
            tareGrams: gramsOf(tareKg),
          },
        ],
  )
  const refundNtd = BigInt(draft.refundNtd || '0')
  const amount: DoorAmount = doorAmount({
    lines: entries.map(({ product, fullOut, depositsTaken }) => ({
      product,
      fullOut,
      depositsTaken,
      unitPriceNtd: BigInt(quote.get(product)?.doorPriceNtd ?? '0'),
      unitDepositNtd: BigInt(quote.get(product)?.depositNtd ?? '0'),
    })),
    residuals,
    listPrices: new Map(),
    depositRefundNtd: refundNtd,
  })
  const forget = () => {
    setId(newId())
    setRefusal(undefined)
    setAccepted({ isDuplicateAccepted: false, isStockAccepted: false })
  }
  return {
    draft,
    entries,
    quote,
    amount,
    refusal,
    isBusy: sell.isPending,
    isReady:
      entries.some(line => line.fullOut + line.emptyIn > 0) &&
      entries.every(line => line.fullOut === 0 || quote.get(line.product)?.isPriced),
    /** 押瓶費 of as many cylinders as come back without a full for them. */
    refundable: entries.reduce(
      (sum, { product, fullOut, emptyIn }) =>
        sum + BigInt(Math.max(0, emptyIn - fullOut)) * BigInt(quote.get(product)?.depositNtd ?? '0'),
      0n,
    ),
    change: (part: Partial<typeof draft>) => {
      setDraft(before => ({ ...before, ...part }))
      forget()
    },
    changeLine: (product: ProductCode, part: Partial<CounterLine>) => {
      setDraft(before => ({
        ...before,
        lines: {
          ...before.lines,
          [product]: { ...(before.lines[product] ?? (before.isReturn ? backOf(1) : swapOf(1))), ...part },
        },
      }))
      forget()
    },
    /** Only empties come back, or as usual fulls go out. */
    turn: (isReturn: boolean) => {
      setDraft(before => ({
        ...before,
        isReturn,
        refundNtd: '',
        payment: isReturn ? 'cash' : before.payment,
        lines: isReturn ? {} : usualLines(customer, before.siteId),
      }))
      forget()
    },
    moveTo: (siteId: string) => {
      setDraft(before => ({ ...before, siteId, lines: before.isReturn ? {} : usualLines(customer, siteId) }))
      forget()
    },
    /** Sells what was typed; whoever sees a refusal that a person may overrule sends it with his word for it. */
    async send(word: Partial<typeof accepted> = {}) {
      const words = { ...accepted, ...word }
      setAccepted(words)
      try {
        return await sell.mutateAsync({
          body: {
            id,
            siteId: draft.siteId,
            lines: entries.map(({ product, fullOut, emptyIn, depositsTaken }) => ({
              product,
              fullOut,
              emptyIn,
              depositsTaken,
            })),
            residuals: residuals.map(residual => ({ ...residual, id: newId() })),
            plates: platesOf(entries, draft.dues),
            depositRefundNtd: String(refundNtd),
            payment: draft.payment,
            amountDueNtd: String(amount.amountDueNtd),
            amountPaidNtd: draft.payment === 'short' ? String(Number(draft.paidNtd) || 0) : '0',
            note: draft.note,
            ...words,
          },
        })
      } catch (error) {
        if (isProblem(error, 'orders.duplicate'))
          setRefusal({ code: 'duplicate', orderId: String(error.params.orderId ?? '') })
        if (isProblem(error, 'counter.stock-short')) setRefusal({ code: 'stock' })
        throw error
      }
    },
  }
}
