import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { Row } from '../../parts/buttons.tsx'
import { productText } from '../../parts/figures.ts'
import { useWords } from '../../words/words-context.tsx'
import type { Delivering } from './use-deliver-draft.ts'

/** Another size than ordered: what is aboard or on the price list, and not in the list yet. */
export function OtherSize({ delivering, onDone }: { delivering: Delivering; onDone: () => void }) {
  const { t } = useWords()
  const { day, run, stop, draft, save } = delivering
  const aboard = new Set(run.onTruck.map(row => row.cylinderType))
  const taken = new Set(draft.lines.map(line => line.product))
  const offered = day.prices
    .map(price => price.product)
    .filter(product => products[product].method === stop.billingMethod && !taken.has(product))
    .sort((a, b) => Number(aboard.has(products[b].type)) - Number(aboard.has(products[a].type)))
  return (
    <section className="card question">
      <h2>{t('deliver.whichSize')}</h2>
      <div className="choices is-three">
        {offered.map(product => (
          <Row
            key={product}
            isCentred
            onPress={() => {
              const line = { product, fullOut: 1, emptyIn: 1, depositsTaken: 0 }
              save({ ...draft, lines: [...draft.lines, line] })
              onDone()
            }}
          >
            {productText(product)}
          </Row>
        ))}
        <Row isCentred onPress={onDone}>
          {t('go.cancel')}
        </Row>
      </div>
    </section>
  )
}
