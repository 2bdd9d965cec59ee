import type { ReactNode } from 'react'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly { value: T; text: ReactNode; isDisabled?: boolean }[]
  onChange: (value: T) => void
}

/** A few choices side by side, one of them pressed. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          disabled={option.isDisabled}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  )
}
