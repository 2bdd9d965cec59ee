import type { i18n, TFunction } from 'i18next'
import { ProblemError } from '../api/problem-error.ts'

/** The sentence for a failure: what happened and what to do next, in the reader's language. */
export function problemSentence(t: TFunction, error: unknown, exists: i18n['exists']): string {
  if (!(error instanceof ProblemError)) return t('problems.unknown', { code: 'client.defect' })
  const params = { ...error.params, seconds: Math.ceil(error.retryAfter ?? 0) }
  const key = `problems.${error.code}`
  if (exists(key)) return t(key, params)
  const kindKey = `problems.kind.${error.kind}`
  return t(kindKey, { ...params, code: error.code })
}
