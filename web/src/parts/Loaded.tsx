import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { useProblemSentence } from '@luckygas/ui/i18n/use-problem-sentence.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { LockIcon } from '@luckygas/ui/icons/things.tsx'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { driverAppPath } from '../shell/go-home.ts'
import { useMe } from '../shell/session.ts'

/** The part of a query that is shown. */
export interface Reading<T> {
  data: T | undefined
  isError: boolean
  error: unknown
  refetch: () => unknown
}

interface Props<T> {
  query: Reading<T>
  /** The page's real shape without its data. */
  skeleton: ReactNode
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  children: (data: T) => ReactNode
}

/** What stands where data will be: its skeleton, a refusal, nothing to show, or the data. */
export function Loaded<T>({ query, skeleton, isEmpty, empty, children }: Props<T>) {
  if (query.data !== undefined) return isEmpty?.(query.data) ? empty : children(query.data)
  if (query.isError) return <Refusal error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div aria-busy="true" className="loading">
      {skeleton}
    </div>
  )
}

export function Refusal({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const sentence = useProblemSentence()
  if (isProblem(error) && error.kind === 'denied') return <NoPermission />
  return (
    <div className="notice" role="alert">
      <FailedMark />
      <p>{sentence(error)}</p>
      <button type="button" className="btn" onClick={onRetry}>
        {t('word.retry')}
      </button>
    </div>
  )
}

export function NoPermission() {
  const { t } = useTranslation()
  const { role } = useMe()
  return (
    <div className="notice">
      <LockIcon />
      <p>{t('shell.noPermission')}</p>
      {role === 'driver' ? (
        <a className="btn accent" href={driverAppPath}>
          {t('shell.openDriverApp')}
        </a>
      ) : null}
    </div>
  )
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="notice">
      <p>{children}</p>
      {action}
    </div>
  )
}
