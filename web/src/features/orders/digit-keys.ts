import type { KeyboardEvent } from 'react'

/** The place a digit key names, counted from 0: by the key's position, because an input method swallows the character. */
export function digitIndex(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): number | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
  return digit === undefined ? undefined : Number(digit) - 1
}

/** Lets digits choose inside a group whose buttons stand in order; text fields inside keep their digits. */
export function chooseByDigit(event: KeyboardEvent<HTMLElement>): void {
  const index = digitIndex(event)
  if (index === undefined || event.target instanceof HTMLInputElement) return
  const button = event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-digit]')[index]
  if (!button || button.disabled) return
  event.preventDefault()
  button.focus()
  button.click()
}

/** Arrow keys go from one button of a group to the next. */
export function walkByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (step === undefined || event.target instanceof HTMLInputElement) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-digit]')]
  const at = buttons.indexOf(event.target as HTMLButtonElement)
  if (at < 0) return
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}
