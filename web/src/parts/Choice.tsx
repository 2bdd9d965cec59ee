import { CheckIcon, ChevronIcon } from '@luckygas/ui/icons/things.tsx'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

export interface Option {
  value: string
  text: string
}
interface Props {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  /** In a toolbar the label stands inside the button. */
  isCompact?: boolean
}

/** A choice among a few. */
export function Choice({ label, value, options, onChange, isCompact = false }: Props) {
  return (
    <Select
      className={isCompact ? 'choice compact' : 'choice field'}
      value={value}
      onChange={key => onChange(String(key))}
    >
      <Label>{label}</Label>
      <Button className={isCompact ? 'btn sm ghost' : 'btn'}>
        <SelectValue />
        <ChevronIcon size={14} />
      </Button>
      <Popover className="pop">
        <ListBox className="menu">
          {options.map(option => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.text} className="menu-item">
              {({ isSelected }) => (
                <>
                  {option.text}
                  {isSelected ? <CheckIcon size={14} /> : null}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
