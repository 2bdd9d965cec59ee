import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageDate } from '../../parts/use-page-date.ts'
import { paths } from '../../shell/paths.ts'
import { useWaitingWords } from './waiting-orders.ts'

/** 新訂單 beside a stop whose site has ordered since: a word in a list, the whole sentence and the way on in the details. */
export function WaitingMark({ stopId, isWhole = false }: { stopId: string; isWhole?: boolean }) {
  const { t } = useTranslation()
  const [date] = usePageDate()
  const words = useWaitingWords(stopId)
  if (words === '') return null
  if (!isWhole)
    return (
      <span className="chip st-sync" title={words}>
        {t('dispatch.newOrder')}
        <span className="sr">{words}</span>
      </span>
    )
  return (
    <p className="row st-sync waiting-order">
      <span>{words}</span>
      <span className="sp" />
      <Link className="btn xs" to={paths.dueList({ date })}>
        {t('dispatch.fetchWaiting')}
      </Link>
    </p>
  )
}
