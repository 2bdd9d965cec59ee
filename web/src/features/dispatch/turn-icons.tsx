/** An arrow that turns back. */
export function UndoIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="M5.5 3 2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6" />
    </svg>
  )
}

/** An arrow that turns forward. */
export function RedoIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="m10.5 3 3 3-3 3M13 6H6.500a3.500 3.500 0 0 0 0 7H10" />
    </svg>
  )
}
