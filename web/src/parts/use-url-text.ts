import { useCallback, useState } from 'react'
import { useUrlState } from './use-url-state.ts'

/**
 * A typed text that also lives in the page's address. What is typed shows at once and stays whole for an input method
 * until the address says the same. The address is set with each key, never by a timer: one that fires while the page
 * is being left would call the reader back.
 */
export function useUrlText(name: string): [string, (text: string) => void] {
  const [inUrl, setUrl] = useUrlState(name)
  const [typed, setTyped] = useState<string>()
  if (typed === inUrl) setTyped(undefined)
  const set = useCallback(
    (text: string) => {
      setTyped(text)
      setUrl(text)
    },
    [setUrl],
  )
  return [typed ?? inUrl, set]
}
