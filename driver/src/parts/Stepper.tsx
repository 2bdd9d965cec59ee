import type { ReactNode } from 'react'
import { useWords } from '../words/words-context.tsx'
import { Icon } from './icons.tsx'

interface Props {
  /** What is counted, for those who hear it. */
  label: string
  children: ReactNode
  value: number
  most?: number
  onChange: (value: number) => void
  /** Opens a keypad for the number; without it the number is only shown. */
  onType?: () => void
  isTyping?: boolean
}

/** One more, one less, with keys for thick gloves. */
export function Stepper({ label, children, value, most = 200, onChange, onType, isTyping = false }: Props) {
  const { t } = useWords()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every engine.
    <div role="group" aria-label={label} className="stepper">
      <span className="what">{children}</span>
      <button
        type="button"
        aria-label={t('step.less', { what: label })}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={28} />
      </button>
      {onType === undefined ? (
        <output className="value">{value}</output>
      ) : (
        <button
          type="button"
          className="value is-typable"
          aria-label={t('step.type', { what: label, value })}
          aria-pressed={isTyping}
          onClick={onType}
        >
          {value}
        </button>
      )}
      <button
        type="button"
        aria-label={t('step.more', { what: label })}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={28} />
      </button>
    </div>
  )
}
