import { findAnything } from '@luckygas/ui/api/routes/search.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'

/** What the server finds for the text as it stands; `isBehind` while the answer shown is to an older text. */
export function useSearch(text: string) {
  const q = text.trim()
  const isAsked = useMay('search.use') && q !== ''
  const answer = useRead(
    'customers',
    findAnything,
    { query: { q, limit: 8 } },
    { isEnabled: isAsked, keepsPrevious: true, staleMs: 0 },
  )
  const isBehind = isAsked && !answer.isError && (answer.data === undefined || answer.isPlaceholderData)
  return { answer: isAsked ? answer.data : undefined, isBehind }
}
