import { useEffect, useState } from 'react'
import { useNavigation } from 'react-router'
import { useUrlState } from './use-url-state.ts'

const restMs = 250

/**
 * A typed text that also lives in the page's address. What is typed shows at once and stays whole for an input
 * method; the address follows when the typing rests, unless
 * the page is being left: an address set then would call the reader back.
 */
export function useUrlText(name: string): [string, (text: string) => void] {
  const [inUrl, setUrl] = useUrlState(name)
  const [text, setText] = useState(inUrl)
  const [known, setKnown] = useState(inUrl)
  if (inUrl !== known) {
    setKnown(inUrl)
    setText(inUrl)
  }
  const isLeaving = useNavigation().state !== 'idle'
  useEffect(() => {
    if (text === inUrl || isLeaving) return
    const timer = setTimeout(() => {
      setKnown(text)
      setUrl(text)
    }, restMs)
    return () => clearTimeout(timer)
  }, [text, inUrl, isLeaving, setUrl])
  return [text, setText]
}
