import type { ReactNode } from 'react'

export interface IconProps {
  size?: number
  /** A word for it where no text stands beside it; hidden from readers without. */
  label?: string
  strokeWidth?: number
}

/** The frame of every line icon: a 20-unit square in the colour of the text. */
export function Icon({ size = 20, label, strokeWidth = 1.5, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      className="ic"
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label === undefined ? undefined : 'img'}
      aria-hidden={label === undefined ? true : undefined}
      aria-label={label}
    >
      {children}
    </svg>
  )
}
