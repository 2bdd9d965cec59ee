import { normalisePhone } from '@luckygas/contract/kernel/phone-numbers.ts'
import { useEffect, useRef } from 'react'

/** A phone number pasted anywhere on the screen, but not into a field that wants it for itself. */
export function usePastedNumber(onNumber: (digits: string) => void): void {
  const latest = useRef(onNumber)
  latest.current = onNumber
  useEffect(() => {
    const listen = (event: ClipboardEvent) => {
      const field = event.target instanceof Element ? event.target.closest('input, textarea') : null
      if (field !== null && !field.hasAttribute('data-takes-number')) return
      const digits = normalisePhone(event.clipboardData?.getData('text') ?? '')
      if (digits === null) return
      event.preventDefault()
      latest.current(digits)
    }
    document.addEventListener('paste', listen)
    return () => document.removeEventListener('paste', listen)
  }, [])
}
