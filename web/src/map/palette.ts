import { useEffect, useState } from 'react'

const probe = () => {
  const element = document.createElement('i')
  element.hidden = true
  document.body.append(element)
  return element
}

/** A token as the browser paints it now; WebGL knows nothing of custom properties. */
export function paintedColours(colours: readonly string[]): Record<string, string> {
  const element = probe()
  const painted = Object.fromEntries(
    colours.map(colour => {
      element.style.color = colour
      return [colour, getComputedStyle(element).color]
    }),
  )
  element.remove()
  return painted
}

/** Changes whenever the page turns light or dark. */
export function useThemeTurn(): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const bump = () => setTurn(before => before + 1)
    const system = matchMedia('(prefers-color-scheme: dark)')
    const observer = new MutationObserver(bump)
    system.addEventListener('change', bump)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      system.removeEventListener('change', bump)
      observer.disconnect()
    }
  }, [])
  return turn
}
