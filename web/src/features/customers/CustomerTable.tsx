import type { customerRowSchema } from '@luckygas/contract/endpoints/customers.ts'
import { formatDecimal, formatPhone } from '@luckygas/ui/format/format.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'

type Row = (typeof customerRowSchema)['_output']

/** The virtual list; it asks for more when its end comes near. */
export function CustomerTable({ rows, onEnd }: { rows: readonly Row[]; onEnd: () => void }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 20,
  })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastShown >= rows.length - 40) onEnd()
  }, [lastShown, rows.length, onEnd])
  const above = shown[0]?.start ?? 0
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <div className="tw" ref={scroller}>
      <table className="tbl dense" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th>{t('word.code')}</th>
            <th>{t('word.customer')}</th>
            <th className="opt3">{t('customers.kindLabel')}</th>
            <th>{t('word.zone')}</th>
            <th className="opt2">{t('word.address')}</th>
            <th className="opt3">{t('word.phone')}</th>
            <th className="opt2">{t('customers.siteType')}</th>
            <th className="opt3">{t('customers.billing')}</th>
            <th className="opt3">{t('word.settlement')}</th>
            <th className="r">{t('dueList.daysLeft')}</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr style={{ height: above }} /> : null}
          {shown.map(({ index }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <tr key={row.siteId} aria-rowindex={index + 2} className={row.isTerminated ? 'gone' : ''}>
                <td className="cd">{row.code}</td>
                <td>
                  <Link to={paths.customer(row.code)}>
                    <b>{row.shortName}</b>
                  </Link>
                  {row.isTerminated ? <span className="chip">{t('customers.terminated')}</span> : null}
                </td>
                <td className="opt3">{t(`customers.kind.${row.kind}`)}</td>
                <td>{row.zone}</td>
                <td className="opt2 clip">{row.address}</td>
                <td className="num opt3">{formatPhone(row.phones[0] ?? '')}</td>
                <td className="opt2">{row.siteType}</td>
                <td className="opt3">{t(`billing.${row.billingMethod}`)}</td>
                <td className="opt3">{row.settlement === null ? '' : t(`settlement.${row.settlement}`)}</td>
                <td className="r num">{row.daysLeft === null ? '–' : formatDecimal(row.daysLeft)}</td>
              </tr>
            )
          })}
          {below > 0 ? <tr style={{ height: below }} /> : null}
        </tbody>
      </table>
    </div>
  )
}
