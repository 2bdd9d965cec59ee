/** A cylinder: solid when full, an outline when empty. */
export function CylinderShape({
  isFull,
  size = 20,
  label,
}: {
  isFull: boolean
  size?: number
  label?: string
}) {
  return (
    <svg
      viewBox="0 0 10 20"
      width={size / 2}
      height={size}
      fill={isFull ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.4"
      role={label === undefined ? undefined : 'img'}
      aria-hidden={label === undefined ? true : undefined}
      aria-label={label}
    >
      <path d="M1 7.5C1 5.3 2.5 4.5 5 4.5s4 .8 4 3V17c0 1.3-.8 2-2 2H3c-1.2 0-2-.7-2-2z" />
      <path d="M3.5 4.5V1.5h3v3" />
    </svg>
  )
}
