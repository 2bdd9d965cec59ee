import { erased, typed } from '../features/deliver/digits.rules.ts'
import { useWords } from '../words/words-context.tsx'
import { Icon } from './icons.tsx'

interface Props {
  value: string
  /** Most digits the field takes. */
  longest: number
  onChange: (value: string) => void
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** Our own keypad, so that the system's never covers the screen. A keyboard's digits work too. */
export function Keypad({ value, longest, onChange }: Props) {
  const { t } = useWords()
  const key = (digit: string) => (
    <button key={digit} type="button" onClick={() => onChange(typed(value, digit, longest))}>
      {digit}
    </button>
  )
  return (
    <div className="keypad">
      {digits.map(key)}
      <button type="button" aria-label={t('keypad.clearAll')} onClick={() => onChange('')}>
        {t('keypad.clear')}
      </button>
      {key('0')}
      <button type="button" aria-label={t('keypad.erase')} onClick={() => onChange(erased(value))}>
        <Icon name="erase" size={28} />
      </button>
    </div>
  )
}
