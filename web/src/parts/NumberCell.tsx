interface Props {
  label: string
  value: number
  onChange: (value: number) => void
}

/** A whole number in a table: digits only, empty is none. */
export function NumberCell({ label, value, onChange }: Props) {
  return (
    <input
      className="input num cell"
      inputMode="numeric"
      aria-label={label}
      value={value === 0 ? '' : String(value)}
      placeholder="0"
      onFocus={event => event.target.select()}
      onChange={event => {
        const digits = event.target.value.replace(/\D/g, '').slice(0, 4)
        onChange(digits === '' ? 0 : Number(digits))
      }}
    />
  )
}
