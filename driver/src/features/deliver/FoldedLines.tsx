import { Row } from '../../parts/buttons.tsx'
import { productText, sumOf } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { Delivering } from './use-deliver-draft.ts'

/** The quantities in one line while something else is being typed. */
export function FoldedLines({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { draft, save } = delivering
  const sizes = [...new Set(draft.lines.map(line => productText(line.product)))].join('、')
  return (
    <section className="card folded">
      <Cylinder isFull size={30} />
      <b>{t('deliver.sends', { count: sumOf(draft.lines, line => line.fullOut) })}</b>
      <Cylinder isFull={false} size={30} />
      <b>{t('deliver.collects', { count: sumOf(draft.lines, line => line.emptyIn) })}</b>
      <span className="sizes">{sizes}</span>
      <Row isCentred onPress={() => save({ ...draft, focus: 'lines' })}>
        {t('deliver.change')}
      </Row>
    </section>
  )
}
