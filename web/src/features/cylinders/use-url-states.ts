import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Sets several values of the page's address in one step of its history. */
export function useUrlStates(): (values: Readonly<Record<string, string>>) => void {
  const [, setSearch] = useSearchParams()
  return useCallback(
    values =>
      setSearch(before => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(values)) next.set(name, value)
        return next
      }),
    [setSearch],
  )
}
