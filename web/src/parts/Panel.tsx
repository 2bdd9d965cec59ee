import { ErrorBoundary } from '@luckygas/ui/panel/ErrorBoundary.tsx'
import type { ReactNode } from 'react'

interface Props {
  /** Names the panel to readers, and in the sentence when it fails. */
  title: string
  className?: string
  resetOn?: readonly unknown[]
  children: ReactNode
}

/** A part of a page that fails alone. */
export function Panel({ title, className, resetOn = [], children }: Props) {
  return (
    <section className={className} aria-label={title} data-panel={title}>
      <ErrorBoundary title={title} resetOn={resetOn}>
        {children}
      </ErrorBoundary>
    </section>
  )
}
