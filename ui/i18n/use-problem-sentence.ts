import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { problemSentence } from './problem-sentence.ts'

/** Turns a failure into the sentence a person reads. */
export function useProblemSentence(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  return useCallback((error: unknown) => problemSentence(t, error, i18n.exists.bind(i18n)), [t, i18n])
}
