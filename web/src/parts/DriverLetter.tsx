const letters = 'ABCDEFGH'

/** The colour of a driver on map and lanes: eight, by letter; it never means a state. */
export function driverColour(letter: string): string {
  const index = Math.max(0, (letter.toUpperCase().charCodeAt(0) - 65) % letters.length)
  return `var(--r-${letters.charAt(index).toLowerCase()})`
}

/** The driver's letter on his colour. */
export const DriverLetter = ({ letter }: { letter: string }) => (
  <i className="let" style={{ background: driverColour(letter) }}>
    {letter}
  </i>
)
