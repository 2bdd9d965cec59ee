import { useEffect, useRef } from 'react'

/** `ctrl+Enter`, `alt+Digit1`, `KeyP`: by the key's place, because an input method swallows the letter. */
export type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>

/** The key that goes to a page's filter. */
export const filterKey = 'Slash'

const typingTags = new Set(['INPUT', 'TEXTAREA', 'SELECT'])

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (typingTags.has(target.tagName) || target.isContentEditable)
}

export function comboOf(
  event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code'>,
): string {
  const held = [
    event.ctrlKey || event.metaKey ? 'ctrl+' : '',
    event.altKey ? 'alt+' : '',
    event.shiftKey ? 'shift+' : '',
  ]
  return held.join('') + event.code
}

/** Keys that work on the whole page. Plain letters stay out of text fields, and an open dialog keeps its keys. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys)
  latest.current = hotkeys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const handler = latest.current[comboOf(event)]
      if (handler === undefined || event.defaultPrevented || event.isComposing) return
      const isChord = event.ctrlKey || event.metaKey || event.altKey
      if (!isChord && isTyping(event.target)) return
      if (document.querySelector('[role="dialog"][data-modal]') !== null) return
      event.preventDefault()
      handler(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
