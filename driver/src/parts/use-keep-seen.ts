import { useEffect, useRef } from 'react'

/** Keeps what is being typed above the keypad on short phones, each time another field is opened. */
export function useKeepSeen<T extends HTMLElement>(field: unknown) {
  const seen = useRef<T>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field is exactly what calls for another look.
  useEffect(() => {
    seen.current?.scrollIntoView({ block: 'nearest' })
  }, [field])
  return seen
}
