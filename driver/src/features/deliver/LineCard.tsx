import { useState } from 'react'
import { productText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { State } from '../../parts/marks.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type DraftLine, isAsOrdered, withLine } from './deliver.rules.ts'
import { withFulls } from './swap.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** More than this many of one size are not carried in at one door. */
const most = 200

/** One size: fulls out, empties in; a number that is far off is typed instead of counted up. */
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
  const [typing, setTyping] = useState<{ field: 'fullOut' | 'emptyIn'; text: string } | null>(null)
  const set = (field: 'fullOut' | 'emptyIn', count: number) =>
    save(
      field === 'fullOut'
        ? withFulls(draft, line.product, count)
        : withLine(draft, line.product, { emptyIn: count }),
    )
  const open = (field: 'fullOut' | 'emptyIn') =>
    setTyping(typing?.field === field ? null : { field, text: '' })
  const type = (text: string) => {
    if (typing === null) return
    setTyping({ ...typing, text })
    if (text !== '') set(typing.field, Math.min(most, Number(text)))
  }
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
        isTyping={typing?.field === 'fullOut'}
        onType={() => open('fullOut')}
        onChange={count => set('fullOut', count)}
      >
        <Cylinder isFull />
        {t('deliver.full')}
      </Stepper>
      <Stepper
        label={t('deliver.emptyOf', { size })}
        value={line.emptyIn}
        isTyping={typing?.field === 'emptyIn'}
        onType={() => open('emptyIn')}
        onChange={count => set('emptyIn', count)}
      >
        <Cylinder isFull={false} />
        {t('deliver.empty')}
      </Stepper>
      {typing !== null && <Keypad value={typing.text} longest={3} onChange={type} />}
    </section>
  )
}
