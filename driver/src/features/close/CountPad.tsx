import { useState } from 'react'
import { Keypad } from '../../parts/Keypad.tsx'
import { useWords } from '../../words/words-context.tsx'
import { highestOnPad, padCounts } from './close.rules.ts'

interface Props {
  value: string
  /** Most digits of a count that is too large for the pad. */
  longest: number
  /** One tap said how many: on to the next. */
  onCount: (count: string) => void
  /** Digits typed one by one for a large count. */
  onType: (digits: string) => void
}

/** What stands on the pad: small counts, as many larger ones, or keys for the digits of a count beyond both. */
type Page = 0 | 1 | 'keys'

const pageOf = (value: string): Page =>
  Number(value) > 2 * highestOnPad + 1 ? 'keys' : Number(value) > highestOnPad ? 1 : 0

/** Counts up to 28 by one tap, because that is what a driver has of one kind; up to 57 by two; more is typed. */
export function CountPad({ value, longest, onCount, onType }: Props) {
  const { t } = useWords()
  const [page, setPage] = useState<Page>(() => pageOf(value))
  const fewer = (
    <button type="button" className="row is-centred" onClick={() => setPage(0)}>
      {t('close.fewer', { highest: highestOnPad })}
    </button>
  )
  if (page === 'keys')
    return (
      <>
        {fewer}
        <Keypad value={value} longest={longest} onChange={onType} />
      </>
    )
  const next = page === 0 ? highestOnPad + 1 : 2 * highestOnPad + 2
  return (
    <>
      {page === 1 && fewer}
      <div className="count-pad">
        {padCounts(page).map(count => (
          <button key={count} type="button" aria-pressed={value === count} onClick={() => onCount(count)}>
            {count}
          </button>
        ))}
        <button
          type="button"
          aria-label={t(page === 0 ? 'close.manyMore' : 'close.typeMore', { above: next })}
          onClick={() => setPage(page === 0 ? 1 : 'keys')}
        >
          {next}+
        </button>
      </div>
    </>
  )
}
