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
  isSmall?: boolean
}

/** One more, one less, with keys for thick gloves. */
export function Stepper({ label, children, value, most = 200, onChange, isSmall = false }: Props) {
  const { t } = useWords()
  return (
    <fieldset className={isSmall ? 'stepper is-small' : 'stepper'}>
      <legend className="unseen">{label}</legend>
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
    </fieldset>
  )
}
