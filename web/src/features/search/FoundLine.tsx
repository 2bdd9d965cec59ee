import type { Found } from '@luckygas/contract/endpoints/search.ts'
import { formatShortDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Marked } from './Marked.tsx'

/** The words of a detail that is a code: a role, a kind of vehicle, a day. */
function useDetail(found: Found): string {
  const { t } = useTranslation()
  if (found.kind === 'user') return t(`role.${found.detail}`)
  if (found.kind === 'vehicle') return t(`search.vehicle.${found.detail}`)
  if (found.kind === 'order') return formatShortDate(found.detail)
  return found.detail
}

/** The word beside a thing that is over, or an order's state. */
function useState(found: Found): string | null {
  const { t } = useTranslation()
  if (found.kind === 'order') return t(`orderState.${found.state}`)
  return found.isClosed ? t(`search.closed.${found.kind}`) : null
}

/** One thing that was found: what it is called by, its name, where, and why where that is not plain to see. */
export function FoundLine({ found }: { found: Found }) {
  const detail = useDetail(found)
  const state = useState(found)
  return (
    <>
      <span className="cd">
        <Marked text={found.key} marks={found.marks.key} />
      </span>
      <b className={found.isClosed ? 'mut' : undefined}>
        <Marked text={found.title} marks={found.marks.title} />
      </b>
      <span className="mut">
        <Marked text={detail} marks={detail === found.detail ? found.marks.detail : []} />
      </span>
      <span className="num">
        {found.because === null ? state : <Marked text={found.because} marks={found.marks.because} />}
      </span>
    </>
  )
}
