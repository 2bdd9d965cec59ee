import type { DueReason } from '@luckygas/contract/states.ts'
import type { ReactNode } from 'react'

const paths = {
  predicted: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  telemetry: <path d="M2 7h2l1.2-4 2 7 1.3-3H11" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  cycle_exceeded: <path d="M6 1.5 11 10.5H1z" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  new_order: <path d="M6 1.5v9M1.5 6h9" stroke="currentColor" strokeWidth="1.8" />,
} as const satisfies Record<DueReason, ReactNode>

/** Why a site is on the list: ring predicted, pulse telemetry, triangle cycle exceeded, plus new order. */
export const ReasonIcon = ({ reason, size = 12 }: { reason: DueReason; size?: number }) => (
  <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
    {paths[reason]}
  </svg>
)
