import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { useState } from 'react'
import { Row } from '../../parts/buttons.tsx'
import { productText } from '../../parts/figures.ts'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { linesFor, type OtherWay, otherWays, withOther } from './swap.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** Another size than ordered, instead or as well, or other empties: what is aboard comes first. */
export function OtherSize({ delivering, onDone }: { delivering: Delivering; onDone: () => void }) {
  const { t } = useWords()
  const { day, run, stop, draft, save } = delivering
  const seen = useKeepSeen<HTMLElement>('open')
  const ways = otherWays.filter(way => way === 'add' || linesFor(draft, way).length > 0)
  const [way, setWay] = useState<OtherWay>(ways[0] ?? 'add')
  const sources = linesFor(draft, way)
  const [chosen, setChosen] = useState<ProductCode | undefined>()
  const from = sources.find(line => line.product === chosen)?.product ?? sources[0]?.product
  const aboard = new Set(run.onTruck.filter(row => row.full > 0).map(row => row.cylinderType))
  const taken = new Set(draft.lines.map(line => line.product))
  const offered = day.prices
    .map(price => price.product)
    .filter(product => products[product].method === stop.billingMethod)
    .filter(product => (way === 'add' ? !taken.has(product) : product !== from))
    .sort((a, b) => Number(aboard.has(products[b].type)) - Number(aboard.has(products[a].type)))
  return (
    <section className="card question" ref={seen}>
      <div className="choices is-three">
        {ways.map(one => (
          <Row key={one} isCentred isPressed={one === way} onPress={() => setWay(one)}>
            {t(`deliver.way.${one}`)}
          </Row>
        ))}
      </div>
      {sources.length > 1 && (
        <div className="choices is-three">
          {sources.map(line => (
            <Row
              key={line.product}
              isCentred
              isPressed={line.product === from}
              onPress={() => setChosen(line.product)}
            >
              {t('deliver.insteadOf', { size: productText(line.product) })}
            </Row>
          ))}
        </div>
      )}
      <h2>{t(`deliver.whichSize.${way}`, { size: from === undefined ? '' : productText(from) })}</h2>
      <div className="choices is-three">
        {offered.map(product => (
          <Row
            key={product}
            isCentred
            onPress={() => {
              save(withOther(draft, way, from, product))
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
