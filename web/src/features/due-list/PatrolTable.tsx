import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { getPatrolList, pickPatrol } from '@luckygas/ui/api/routes/forecasting.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatCount, formatDecimal, formatKg } from '@luckygas/ui/format/format.ts'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useRead, useWrite } from '../../shell/queries.ts'

type Line = EndpointAnswer<NonNullable<(typeof getPatrolList)['types']>>['lines'][number]

const goods = (product: ProductCode, quantity: number) => `${products[product].workbook}×${quantity}`

/** 巡補名單: who is worth a visit when a truck passes, the best first; arrows walk, A puts the line on the day. */
export function PatrolTable({ date, mayEdit }: { date: BusinessDate; mayEdit: boolean }) {
  const { t } = useTranslation()
  const act = useAct()
  const list = useRead('due-list', getPatrolList, { query: { date } })
  const pick = useWrite(pickPatrol, ['due-list'])
  const [currentId, setCurrentId] = useState<string>()
  const add = (line: Line) =>
    act(
      () => pick.mutateAsync({ body: { itemId: newId(), date, siteId: line.siteId } }),
      t('dueList.picked', { name: line.shortName }),
    )
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>, lines: readonly Line[]) => {
    if (!(event.target instanceof HTMLTableRowElement)) return
    const index = Math.max(
      0,
      lines.findIndex(line => line.siteId === currentId),
    )
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
    const line = lines[index]
    if (step !== 0) {
      const next = lines[Math.min(lines.length - 1, Math.max(0, index + step))]
      setCurrentId(next?.siteId)
      document.getElementById(`patrol-${next?.siteId}`)?.focus()
    } else if (
      event.code === 'KeyA' &&
      !event.ctrlKey &&
      !event.metaKey &&
      line &&
      mayEdit &&
      !pick.isPending
    ) {
      // The next line takes the keys, so that the best ones are added by pressing A again.
      setCurrentId(lines[index + 1]?.siteId)
      document.getElementById(`patrol-${lines[index + 1]?.siteId}`)?.focus()
      void add(line)
    } else return
    event.preventDefault()
  }
  return (
    <Loaded
      query={list}
      skeleton={<SkeletonRows rows={20} widths={[10, 8, 14, 8, 10, 10, 8]} />}
      isEmpty={data => data.lines.length === 0}
      empty={<Empty>{t('dueList.patrolEmpty')}</Empty>}
    >
      {({ lines }) => (
        <div className="tw">
          <table className="tbl dense" aria-label={t('dueList.patrolList')}>
            <thead>
              <tr>
                <th>{t('word.code')}</th>
                <th>{t('word.customer')}</th>
                <th className="opt3">{t('word.zone')}</th>
                <th>{t('dueList.near')}</th>
                <th>{t('word.cylinders')}</th>
                <th className="r">kg</th>
                <th className="r">{t('dueList.worth')}</th>
                <th className="r">{t('dueList.daysLeft')}</th>
                <th className="opt3">{t('word.settlement')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody onKeyDown={event => onKeyDown(event, lines)}>
              {lines.map((line, index) => {
                const isCurrent = currentId === undefined ? index === 0 : line.siteId === currentId
                return (
                  <tr
                    key={line.siteId}
                    id={`patrol-${line.siteId}`}
                    tabIndex={isCurrent ? 0 : -1}
                    className={isCurrent ? 'cur' : ''}
                    onFocus={() => setCurrentId(line.siteId)}
                  >
                    <td className="cd">{line.customerCode}</td>
                    <td>
                      <Link to={paths.customer(line.customerCode)} tabIndex={-1}>
                        <b>{line.shortName}</b>
                      </Link>{' '}
                      {line.isPatrolled ? <span className="chip">{t('dueList.patrol')}</span> : null}
                    </td>
                    <td className="opt3">{line.zone}</td>
                    <td>{t('dueList.nearBy', { name: line.nearName, metres: formatCount(line.metres) })}</td>
                    <td>{goods(line.product, line.quantity)}</td>
                    <td className="r">{formatKg(line.gasGrams)}</td>
                    <td className="r">{formatDecimal(line.gramsPerMinute / 1000)}</td>
                    <td className="r">{line.daysLeft}</td>
                    <td className="opt3">
                      {line.settlement === null ? '' : t(`settlement.${line.settlement}`)}
                    </td>
                    <td className="r">
                      {mayEdit ? (
                        <button
                          type="button"
                          className="btn xs"
                          disabled={pick.isPending}
                          onClick={() => void add(line)}
                        >
                          {t('dueList.pick')}
                          <span className="sr">{line.shortName}</span>
                          {isCurrent ? <Kbd keys={['A']} /> : null}
                        </button>
                      ) : null}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </Loaded>
  )
}
