import type { ReactNode } from 'react'
import { Kbd } from '../../parts/Kbd.tsx'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly { value: T; text: ReactNode; isDisabled?: boolean }[]
  onChange: (value: T) => void
}

/** A few choices side by side: one stop of Tab, digits choose, arrows walk; the digits are printed where they work. */
export function DigitChoice<T extends string>({ label, value, options, onChange }: Props<T>) {
  const chosen = options.some(option => option.value === value) ? value : options[0]?.value
  return (
    <fieldset
      className="seg digits"
      aria-label={label}
      onKeyDown={event => {
        chooseByDigit(event)
        walkByArrow(event)
      }}
    >
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          data-digit={index + 1}
          tabIndex={option.value === chosen ? 0 : -1}
          aria-pressed={option.value === value}
          disabled={option.isDisabled}
          onClick={() => onChange(option.value)}
        >
          {option.text} <Kbd keys={[String(index + 1)]} />
        </button>
      ))}
    </fieldset>
  )
}
