/** A text with the letters that matched marked. */
export function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const parts: { from: number; text: string; isMarked: boolean }[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) parts.push({ from: at, text: text.slice(at, from), isMarked: false })
    parts.push({ from, text: text.slice(from, to), isMarked: true })
    at = to
  }
  if (at < text.length) parts.push({ from: at, text: text.slice(at), isMarked: false })
  return parts.map(part =>
    part.isMarked ? <mark key={part.from}>{part.text}</mark> : <span key={part.from}>{part.text}</span>,
  )
}
