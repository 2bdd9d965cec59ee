import { useEffect, useRef } from 'react'

export type FunctionKeys = readonly (readonly [key: `F${number}` | 'Escape', act: () => void])[]

/** F-keys and Esc of a screen; they work while typing too, for no text contains them. An open dialog keeps its own. */
export function useFunctionKeys(keys: FunctionKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const act = latest.current.find(([key]) => key === event.code)?.[1]
      if (act === undefined || event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey)
        return
      if (document.querySelector('[role="dialog"][data-modal], .veil') !== null) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
