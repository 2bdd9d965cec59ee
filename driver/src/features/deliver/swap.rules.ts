import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { type DeliverDraft, type DraftLine, withLines } from './deliver.rules.ts'

/**
 * When it is not what was ordered: fewer, another size, other empties. As many cylinders as were to be swapped are
 * swapped all the same, so one choice moves the whole number and the driver corrects only what differs from that.
 */

/** `send` brings another size instead · `take` takes other empties back · `add` brings one more of another size. */
export const otherWays = ['send', 'take', 'add'] as const
export type OtherWay = (typeof otherWays)[number]

const changed = (lines: readonly DraftLine[], product: ProductCode, change: (line: DraftLine) => DraftLine) =>
  lines.map(line => (line.product === product ? change(line) : line))

const withProduct = (lines: readonly DraftLine[], product: ProductCode): DraftLine[] =>
  lines.some(line => line.product === product)
    ? [...lines]
    : [...lines, { product, fullOut: 0, emptyIn: 0, depositsTaken: 0 }]

/** Sets the fulls of a line. Where as many empties come back as fulls go out, they follow: half as many is a half swap. */
export function withFulls(draft: DeliverDraft, product: ProductCode, fullOut: number): DeliverDraft {
  return withLines(
    draft,
    changed(draft.lines, product, line => ({
      ...line,
      fullOut,
      emptyIn: line.emptyIn === line.fullOut ? fullOut : line.emptyIn,
    })),
  )
}

/** The lines that a way can start from: those of which something goes out, or comes back. */
export function linesFor(draft: DeliverDraft, way: OtherWay): DraftLine[] {
  if (way === 'add') return []
  return draft.lines.filter(line => (way === 'send' ? line.fullOut : line.emptyIn) > 0)
}

/**
 * Another size. Empties stay what they were when only the fulls differ, and the other way round: a 16 for a 20 still
 * brings the empty 20 back.
 * @param from the line that is replaced; without meaning for `add`
 */
export function withOther(
  draft: DeliverDraft,
  way: OtherWay,
  from: ProductCode | undefined,
  to: ProductCode,
): DeliverDraft {
  const source = draft.lines.find(line => line.product === from)
  const lines = withProduct(draft.lines, to)
  if (way === 'add' || source === undefined || from === to)
    return withLines(
      draft,
      changed(lines, to, line => ({ ...line, fullOut: line.fullOut + 1, emptyIn: line.emptyIn + 1 })),
    )
  const field = way === 'send' ? 'fullOut' : 'emptyIn'
  const cleared = changed(lines, source.product, line => ({ ...line, [field]: 0 }))
  return withLines(
    draft,
    changed(cleared, to, line => ({ ...line, [field]: line[field] + source[field] })),
  )
}
