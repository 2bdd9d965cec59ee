import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** One value of the page's address; an empty or default value leaves the address. */
export function useUrlState(name: string, fallback = ''): [string, (value: string | undefined) => void] {
  const [search, setSearch] = useSearchParams()
  const set = useCallback(
    (value: string | undefined) =>
      setSearch(
        before => {
          const next = new URLSearchParams(before)
          if (value === undefined || value === '' || value === fallback) next.delete(name)
          else next.set(name, value)
          return next
        },
        { replace: true },
      ),
    [name, fallback, setSearch],
  )
  return [search.get(name) ?? fallback, set]
}
