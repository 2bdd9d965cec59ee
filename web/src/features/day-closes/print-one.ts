import { flushSync } from 'react-dom'

/**
 * Prints one close on a sheet of its own: it is marked, the style leaves everything else out, and the mark goes when
 * the browser has done its part.
 */
export function printOne(mark: (isPrinted: boolean) => void): void {
  flushSync(() => mark(true))
  document.body.classList.add('prints-one')
  window.addEventListener(
    'afterprint',
    () => {
      document.body.classList.remove('prints-one')
      mark(false)
    },
    { once: true },
  )
  window.print()
}
