import { useProblemSentence } from '@luckygas/ui/i18n/use-problem-sentence.ts'
import { useCallback } from 'react'
import { say } from './Toasts.tsx'

/** Runs something that may be refused; says the refusal in words, or what was done. Answers whether it went well. */
export function useAct(): (work: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const sentence = useProblemSentence()
  return useCallback(
    async (work, done) => {
      try {
        await work()
        if (done !== undefined) say(done)
        return true
      } catch (error) {
        say(sentence(error), true)
        return false
      }
    },
    [sentence],
  )
}
