import type { ReactNode } from 'react'

/** The states a delivery can be seen in; each has its own shape as well as its colour. */
export const visibleStates = ['planned', 'enroute', 'done', 'late', 'failed', 'sync'] as const
export type VisibleState = (typeof visibleStates)[number]

interface MarkProps {
  size?: number
  label?: string
}

function Mark({
  size = 12,
  label,
  state,
  children,
}: MarkProps & { state: VisibleState; children: ReactNode }) {
  return (
    <svg
      className={`st st-${state}`}
      viewBox="0 0 12 12"
      width={size}
      height={size}
      role={label === undefined ? undefined : 'img'}
      aria-hidden={label === undefined ? true : undefined}
      aria-label={label}
    >
      {children}
    </svg>
  )
}

/** Ring: planned. */
export const PlannedMark = (props: MarkProps) => (
  <Mark {...props} state="planned">
    <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </Mark>
)
/** Triangle pointing on: on the way. */
export const EnRouteMark = (props: MarkProps) => (
  <Mark {...props} state="enroute">
    <path d="M2.2 1.2 11 6 2.2 10.8Z" fill="currentColor" />
  </Mark>
)
/** Tick in a disc: done. */
export const DoneMark = (props: MarkProps) => (
  <Mark {...props} state="done">
    <circle cx="6" cy="6" r="5.5" fill="currentColor" />
    <path d="M3.4 6.2 5.3 8 8.6 4.3" fill="none" stroke="var(--surface)" strokeWidth="1.6" />
  </Mark>
)
/** Clock: late. */
export const LateMark = (props: MarkProps) => (
  <Mark {...props} state="late">
    <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M6 3.2V6l2 1.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </Mark>
)
/** Clock in a diamond: late, in the sun (driver). */
export const LateDiamondMark = (props: MarkProps) => (
  <Mark {...props} state="late">
    <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="none" stroke="currentColor" strokeWidth="1.4" />
    <path d="M6 3.6V6l1.7 1.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
  </Mark>
)
/** Cross in a square: failed. */
export const FailedMark = (props: MarkProps) => (
  <Mark {...props} state="failed">
    <rect x=".5" y=".5" width="11" height="11" rx="1.5" fill="currentColor" />
    <path d="M3.4 3.4l5.2 5.2M8.6 3.4 3.4 8.6" stroke="var(--surface)" strokeWidth="1.6" />
  </Mark>
)
/** Dashed ring with an arrow: waiting for sync. */
export const SyncMark = (props: MarkProps) => (
  <Mark {...props} state="sync">
    <circle
      cx="6"
      cy="6"
      r="4.75"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.4 1.5"
    />
    <path d="M6 8.6V4M4.2 5.6 6 3.8l1.8 1.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
  </Mark>
)

export const stateMarks = {
  planned: PlannedMark,
  enroute: EnRouteMark,
  done: DoneMark,
  late: LateMark,
  failed: FailedMark,
  sync: SyncMark,
} as const satisfies Record<VisibleState, (props: MarkProps) => ReactNode>
