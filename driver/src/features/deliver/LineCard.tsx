import { productText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type DraftLine, isAsOrdered, withLine } from './deliver.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** One size: fulls out, empties in. */
export function LineCard({
  delivering,
  line,
  isFirst,
}: {
  delivering: Delivering
  line: DraftLine
  isFirst: boolean
}) {
  const { t } = useWords()
  const { stop, draft, save } = delivering
  const size = productText(line.product)
  return (
    <section className="card line">
      <header>
        <b>{size}</b>
        {isFirst &&
          (isAsOrdered(draft, stop) ? (
            <State name="done" size={20}>
              {t('deliver.asOrdered')}
            </State>
          ) : (
            <State name="warn" size={22}>
              {t('deliver.notAsOrdered')}
            </State>
          ))}
      </header>
      <Stepper
        label={t('deliver.fullOf', { size })}
        value={line.fullOut}
        onChange={fullOut => save(withLine(draft, line.product, { fullOut }))}
      >
        <Cylinder isFull />
        {t('deliver.full')}
      </Stepper>
      <Stepper
        label={t('deliver.emptyOf', { size })}
        value={line.emptyIn}
        onChange={emptyIn => save(withLine(draft, line.product, { emptyIn }))}
      >
        <Cylinder isFull={false} />
        {t('deliver.empty')}
      </Stepper>
    </section>
  )
}
