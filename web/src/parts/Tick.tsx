import { CheckIcon } from '@luckygas/ui/icons/things.tsx'
import { Checkbox } from 'react-aria-components'

interface Props {
  label: string
  isOn: boolean
  isPartly?: boolean
  isDisabled?: boolean
  onChange: (isOn: boolean) => void
  /** Shows the label beside the box. */
  hasText?: boolean
}

/** A tick box of the list's own size. */
export function Tick({
  label,
  isOn,
  isPartly = false,
  isDisabled = false,
  onChange,
  hasText = false,
}: Props) {
  return (
    <Checkbox
      className="tick"
      isSelected={isOn}
      isIndeterminate={isPartly}
      isDisabled={isDisabled}
      onChange={onChange}
      {...(hasText ? {} : { 'aria-label': label })}
    >
      <i className={`cb${isOn ? ' on' : ''}${isPartly ? ' on part' : ''}`}>
        {isOn && !isPartly ? <CheckIcon size={12} strokeWidth={2.6} /> : null}
      </i>
      {hasText ? label : null}
    </Checkbox>
  )
}
