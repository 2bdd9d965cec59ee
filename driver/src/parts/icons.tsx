import type { ReactNode } from 'react'

/** Line icons at the weight that reads in the sun; drawn in a 24-unit square in the colour of the text. */
const drawings = {
  back: <path d="M15 5l-7 7 7 7" />,
  forward: <path d="M9 5l7 7-7 7" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  list: <path d="M8.500 6H20M8.500 12H20M8.500 18H20M4 6h.01M4 12h.01M4 18h.01" />,
  navigate: <path d="M12 3l7.5 17.5L12 16.6 4.5 20.5z" fill="currentColor" />,
  stairs: <path d="M3 20.5h4.5V16H12v-4.5h4.5V7H21" />,
  lift: (
    <>
      <rect x="4" y="3" width="16" height="18" rx="2" />
      <path d="M9 10l3-3 3 3M9 14l3 3 3-3" />
    </>
  ),
  code: (
    <>
      <rect x="4" y="3" width="16" height="18" rx="2.5" />
      <path
        d="M8.500 8h.01M12 8h.01M15.500 8h.01M8.500 12h.01M12 12h.01M15.500 12h.01M12 16h.01"
        strokeWidth="2.8"
      />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="7.5" r="4" />
      <path d="M4.500 20.500c.8-4.400 3.600-6.500 7.500-6.500s6.700 2.100 7.500 6.500" />
    </>
  ),
  phone: (
    <path
      d="M5.500 3.500h3.200l1.600 4.400-2.200 1.700a12.500 12.500 0 006.300 6.300l1.700-2.200 4.400 1.600v3.200a2 2 0 01-2.200 2A16.500 16.500 0 013.500 5.700a2 2 0 012-2.200z"
      fill="currentColor"
      strokeWidth="1.2"
    />
  ),
  swap: <path d="M7.500 4v15M3.500 15.200l4 4 4-4M16.500 20V5M12.500 8.800l4-4 4 4" />,
  scale: (
    <>
      <path d="M3.500 4.500h17M7 4.500V8M17 4.500V8" />
      <rect x="4" y="8" width="16" height="12.500" rx="2.500" />
      <circle cx="12" cy="14.200" r="3.600" />
      <path d="M12 14.200l1.500-1.500" />
    </>
  ),
  camera: (
    <>
      <path d="M4 7.500h3.500L9.300 5h5.400l1.800 2.500H20a1.500 1.500 0 011.500 1.500v9a1.500 1.500 0 01-1.500 1.500H4A1.500 1.500 0 012.500 18V9A1.500 1.500 0 014 7.500z" />
      <circle cx="12" cy="13.200" r="3.600" />
    </>
  ),
  bank: <path d="M3.500 9.500L12 4l8.500 5.500zM6 10v7M10 10v7M14 10v7M18 10v7M3.500 20.500h17" />,
  calendar: (
    <>
      <rect x="3.500" y="5" width="17" height="15.500" rx="2" />
      <path d="M3.500 10h17M8 2.800V6M16 2.800V6" />
    </>
  ),
  receipt: (
    <>
      <path d="M6 3.500h12v17l-3-2-3 2-3-2-3 2z" />
      <path d="M9.500 9h5M9.500 13h5" />
    </>
  ),
  pen: <path d="M4 20l1-4.500L16.500 4l3.500 3.500L8.500 19z" />,
  undo: (
    <>
      <path d="M8.500 5L4 9.500 8.500 14" />
      <path d="M4.500 9.500H14a5.500 5.500 0 010 11H9" />
    </>
  ),
  noSignal: (
    <path d="M8 18.500H6.800a4.300 4.300 0 01-.9-8.500M9.200 6.800A6 6 0 0117.800 11a3.800 3.800 0 012.600 6.200M3.500 3.500l17 17" />
  ),
  erase: (
    <>
      <path d="M8.500 5.500H20a1 1 0 011 1v11a1 1 0 01-1 1H8.500L3 12z" />
      <path d="M11.500 9.500l5 5M16.500 9.500l-5 5" />
    </>
  ),
  truck: (
    <>
      <path d="M2.500 6h11v10.500h-11zM13.500 9.500H18l3.500 3.500v3.500h-8z" />
      <circle cx="7" cy="18" r="2" />
      <circle cx="17" cy="18" r="2" />
    </>
  ),
  settings: (
    <>
      <path d="M4 7h9M18 7h2M4 17h2M11 17h9" />
      <circle cx="15.500" cy="7" r="2.400" />
      <circle cx="8.500" cy="17" r="2.400" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="8" r="4.500" />
      <path d="M11.500 11.500l8.500 8.500M16.500 16.500l3-3" />
    </>
  ),
  close: <path d="M6 6l12 12M18 6L6 18" />,
} as const satisfies Record<string, ReactNode>
export type IconName = keyof typeof drawings

export function Icon({ name, size = 26 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}

/** A full cylinder is solid, an empty one an outline, everywhere. */
export function Cylinder({ isFull, size = 34 }: { isFull: boolean; size?: number }) {
  return (
    <svg width={(size * 20) / 34} height={size} viewBox="0 0 20 34" aria-hidden="true" className="cylinder">
      <path
        d="M6 7.500V4.200c0-1 .7-1.700 1.700-1.700h4.600c1 0 1.700.7 1.700 1.700v3.300"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path d="M10 3v5" stroke="currentColor" strokeWidth="2.4" />
      <rect
        x="2"
        y="8.500"
        width="16"
        height="22"
        rx="5"
        fill={isFull ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="2.2"
      />
      <path d="M4.500 32.800h11" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  )
}

interface CylindersProps {
  count: number
  isFull: boolean
  size?: number
}

/** As many shapes as there are cylinders, up to two; beyond that one stands for all. */
export function Cylinders({ count, isFull, size }: CylindersProps) {
  const shown = count > 2 || count < 1 ? 1 : count
  return (
    <span className="cylinders">
      {['first', 'second'].slice(0, shown).map(place => (
        <Cylinder key={place} isFull={isFull} {...(size === undefined ? {} : { size })} />
      ))}
    </span>
  )
}
