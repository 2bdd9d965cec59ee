import { useState } from 'react'
import { Keypad } from '../../parts/Keypad.tsx'
import { useWords } from '../../words/words-context.tsx'
import { highestOnPad } from './close.rules.ts'

const counts = Array.from({ length: highestOnPad + 1 }, (_, count) => String(count))

interface Props {
  value: string
  /** Most digits of a count that is too large for the pad. */
  longest: number
  /** One tap said how many: on to the next. */
  onCount: (count: string) => void
  /** Digits typed one by one for a large count. */
  onType: (digits: string) => void
}

/** Counts up to 28 by one tap, because that is what a driver has of one kind; more is typed. */
export function CountPad({ value, longest, onCount, onType }: Props) {
  const { t } = useWords()
  const [isTyping, setTyping] = useState(value.length > 0 && Number(value) > highestOnPad)
  if (isTyping)
    return (
      <>
        <button type="button" className="row is-centred" onClick={() => setTyping(false)}>
          {t('close.fewer', { highest: highestOnPad })}
        </button>
        <Keypad value={value} longest={longest} onChange={onType} />
      </>
    )
  return (
    <div className="count-pad">
      {counts.map(count => (
        <button key={count} type="button" aria-pressed={value === count} onClick={() => onCount(count)}>
          {count}
        </button>
      ))}
      <button
        type="button"
        aria-label={t('close.manyMore', { above: highestOnPad + 1 })}
        onClick={() => setTyping(true)}
      >
        {highestOnPad + 1}+
      </button>
    </div>
  )
}
