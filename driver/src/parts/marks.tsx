import type { ReactNode } from 'react'

/** The office's states in the shapes that part in the sun: late is a diamond here, so that it is not the round of done. */
const marks = {
  planned: <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="3" />,
  enroute: (
    <path
      d="M5.500 3.500L21 12 5.500 20.500z"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
    />
  ),
  done: (
    <>
      <circle cx="12" cy="12" r="10" fill="currentColor" />
      <path
        d="M7 12.500l3.500 3.500L17 8.500"
        fill="none"
        stroke="var(--d-on-state)"
        strokeWidth="2.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  late: (
    <>
      <path d="M12 1.500L22.500 12 12 22.500 1.500 12z" fill="currentColor" />
      <path
        d="M12 7v5.200l2.600 2"
        fill="none"
        stroke="var(--d-on-state)"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  failed: (
    <>
      <rect x="2.500" y="2.500" width="19" height="19" rx="3" fill="currentColor" />
      <path d="M8 8l8 8M16 8l-8 8" stroke="var(--d-on-state)" strokeWidth="2.8" strokeLinecap="round" />
    </>
  ),
  sync: (
    <>
      <circle
        cx="12"
        cy="12"
        r="9.500"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeDasharray="3.6 2.4"
      />
      <path
        d="M12 17V8M8.300 11.300L12 7.600l3.700 3.700"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  warn: (
    <>
      <path
        d="M12 2.500L23 21.500H1z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M12 9v6M12 18.200v.1" stroke="var(--d-on-state)" strokeWidth="2.6" strokeLinecap="round" />
    </>
  ),
} as const satisfies Record<string, ReactNode>
export type MarkName = keyof typeof marks

export function Mark({ name, size = 22, label }: { name: MarkName; size?: number; label?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {marks[name]}
    </svg>
  )
}

/** A state: shape, colour and word together. */
export function State({ name, size, children }: { name: MarkName; size?: number; children: ReactNode }) {
  return (
    <span className={`state is-${name}`}>
      <Mark name={name} {...(size === undefined ? {} : { size })} />
      <span>{children}</span>
    </span>
  )
}
