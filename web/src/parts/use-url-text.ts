import { useEffect, useState } from 'react'
import { useUrlState } from './use-url-state.ts'

const restMs = 250

/**
 * A typed text that also lives in the page's address. What is typed shows at once and stays whole for an input
 * method; the address follows when the typing rests.
 */
export function useUrlText(name: string): [string, (text: string) => void] {
  const [inUrl, setUrl] = useUrlState(name)
  const [text, setText] = useState(inUrl)
  const [known, setKnown] = useState(inUrl)
  if (inUrl !== known) {
    setKnown(inUrl)
    setText(inUrl)
  }
  useEffect(() => {
    if (text === inUrl) return
    const timer = setTimeout(() => {
      setKnown(text)
      setUrl(text)
    }, restMs)
    return () => clearTimeout(timer)
  }, [text, inUrl, setUrl])
  return [text, setText]
}
