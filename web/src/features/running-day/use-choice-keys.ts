import { useEffect, useRef } from 'react'

const typing = new Set(['INPUT', 'TEXTAREA', 'SELECT'])

/** The digits 1 to 9 choose, also inside a dialog, which keeps the page's own keys out. */
export function useChoiceKeys(count: number, choose: (index: number) => void): void {
  const latest = useRef({ count, choose })
  latest.current = { count, choose }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      const isTyping = event.target instanceof HTMLElement && typing.has(event.target.tagName)
      if (digit === undefined || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      const index = Number(digit) - 1
      if (index >= latest.current.count) return
      event.preventDefault()
      event.stopPropagation()
      latest.current.choose(index)
    }
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [])
}
