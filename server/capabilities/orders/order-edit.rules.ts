import { productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { OrderField } from '@luckygas/contract/order-edits.ts'
import type { OrderLine } from './orders.rules.ts'
import type { Order } from './orders.store.ts'

export interface FieldChange {
  field: OrderField | 'siteId'
  before: string
  after: string
}

export type EditableOrder = Pick<
  Order,
  'requestedOn' | 'slot' | 'priority' | 'emergencyLevel' | 'payment' | 'note'
> & {
  lines: readonly OrderLine[]
}

/** `20KG×3 流量50×1`, always in the order of the products. */
export function linesText(lines: readonly OrderLine[]): string {
  return productCodes
    .flatMap(code => lines.filter(line => line.product === code))
    .map(line => `${products[line.product].workbook}×${line.quantity}`)
    .join(' ')
}

const urgencyText = ({ priority, emergencyLevel }: Pick<Order, 'priority' | 'emergencyLevel'>) =>
  emergencyLevel === null ? priority : `${priority}-${emergencyLevel}`

const textOf: Record<OrderField, (order: EditableOrder) => string> = {
  lines: order => linesText(order.lines),
  requestedOn: order => order.requestedOn,
  slot: order => order.slot,
  priority: urgencyText,
  payment: order => order.payment ?? '',
  note: order => order.note,
}

/** What really differs between two states of an order, as its history keeps it. */
export function fieldChanges(before: EditableOrder, after: EditableOrder): FieldChange[] {
  return (Object.keys(textOf) as OrderField[]).flatMap(field => {
    const [was, is] = [textOf[field](before), textOf[field](after)]
    return was === is ? [] : [{ field, before: was, after: is }]
  })
}

/** Whether a plan that holds the order must be told: what is carried, when, or how urgently. */
export const concernsPlan = (changes: readonly FieldChange[]): boolean =>
  changes.some(change => change.field !== 'note' && change.field !== 'payment')

/**
 * What stays and what goes when a part of an order becomes one of its own; undefined when the part is more than there
 * is, or nothing would stay.
 */
export function splitLines(
  all: readonly OrderLine[],
  part: readonly OrderLine[],
): { rest: OrderLine[]; part: OrderLine[] } | undefined {
  const wanted = new Map<OrderLine['product'], number>()
  for (const { product, quantity } of part) wanted.set(product, (wanted.get(product) ?? 0) + quantity)
  for (const [product, quantity] of wanted)
    if ((all.find(line => line.product === product)?.quantity ?? 0) < quantity) return undefined
  const rest = all.flatMap(({ product, quantity }) => {
    const left = quantity - (wanted.get(product) ?? 0)
    return left > 0 ? [{ product, quantity: left }] : []
  })
  if (rest.length === 0) return undefined
  return { rest, part: [...wanted].map(([product, quantity]) => ({ product, quantity })) }
}
