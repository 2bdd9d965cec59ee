import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { createContext, type ReactNode, useContext } from 'react'
import type { Translate, Words } from './words.ts'

const WordsContext = createContext<Words | null>(null)

export function WordsProvider({ words, children }: { words: Words; children: ReactNode }) {
  return <WordsContext value={words}>{children}</WordsContext>
}

/** The texts in the language shown; renders again when it changes. */
export function useWords(): { t: Translate; words: Words } {
  const words = useContext(WordsContext)
  if (words === null) throw new Error('a screen stands outside the app')
  useObservable(words.locale)
  return { t: words.t, words }
}

/** The sentence for a failure: what happened and what to do next. */
export function problemSentence({ t, has }: Words, error: unknown): string {
  if (!isProblem(error)) return t('problems.unknown', { code: 'client.defect' })
  const params = { ...error.params, seconds: Math.ceil(error.retryAfter ?? 0), code: error.code }
  const key = `problems.${error.code}`
  return t(has(key) ? key : `problems.kind.${error.kind}`, params)
}
