import { plateDate } from '@luckygas/contract/kernel/cylinder-plate.ts'
import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'

/** The plates of one line as the scanner typed them, parted by blanks: of fulls that go out, of empties that come back. */
export interface LinePlates {
  out: string
  back: string
}
/** Due dates by serial as digits of the Republic's years, where the office does not know the cylinder yet. */
export type PlateDues = Readonly<Record<string, string>>

/** A sale takes no more plates than this. */
const most = 60

export const serialsOf = (text: string): string[] => [
  ...new Set(text.split(/[\s,、]+/).flatMap(serial => (serial === '' ? [] : [serial.slice(0, 24)]))),
]

/** Every plate of a sale, each of its own line's type, with the due date that was typed for it. */
export function platesOf(lines: readonly { product: ProductCode; plates: LinePlates }[], dues: PlateDues) {
  return lines
    .flatMap(({ product, plates }) =>
      (['out', 'back'] as const).flatMap(way =>
        serialsOf(plates[way]).map(serial => ({
          cylinderType: products[product].type,
          mark: '',
          serial,
          dueDate: plateDate(dues[serial] ?? '') ?? null,
          isFull: way === 'out',
        })),
      ),
    )
    .slice(0, most)
}
