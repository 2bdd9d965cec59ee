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
}

/** One more, one less, with keys for thick gloves. */
export function Stepper({ label, children, value, most = 200, onChange }: Props) {
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
      <output className="value">{value}</output>
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
