import type { RecurringOrderView } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { listRecurringOrders } from '@luckygas/ui/api/routes/recurring-orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { CallerSearch } from './CallerSearch.tsx'
import './orders.css'
import { linesWords } from './order-words.ts'
import { RecurringForm } from './RecurringForm.tsx'
import { RecurringSheet } from './RecurringSheet.tsx'
import { nextDay, rhythmWords, skipWords } from './recurring-words.ts'
import { SiteChoice } from './SiteChoice.tsx'
import { useFunctionKeys } from './use-function-keys.ts'
import { usualQuantities } from './use-order-draft.ts'

/** 定期訂單: every agreement with its next day; a new one begins with its customer. */
export function RecurringPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayWrite = useMay('orders.write')
  const [code, setCode] = useUrlState('customer')
  const [openId, setOpenId] = useUrlState('open')
  const list = useRead('orders', listRecurringOrders, { query: { limit: 200 } })
  const isMaking = code !== ''
  useFunctionKeys([['F6', () => (mayWrite ? setCode('find') : undefined)]])
  const open = list.data?.recurringOrders.find(each => each.id === openId)
  return (
    <Page title={t('recurring.title')}>
      <Permitted to="orders.read">
        <div className="bar2">
          <Link className="btn" to={paths.orders()}>
            {t('nav.orders')}
          </Link>
          <span className="sp" />
          {mayWrite && !isMaking ? (
            <button type="button" className="btn accent" onClick={() => setCode('find')}>
              {t('recurring.new')}
            </button>
          ) : null}
          {isMaking ? (
            <button type="button" className="btn" onClick={() => setCode(undefined)}>
              {t('word.cancel')}
            </button>
          ) : null}
        </div>
        <Panel title={t('recurring.title')} className="scroll" resetOn={[code]}>
          {code === 'find' ? (
            <CallerSearch number="" onChoose={setCode} onNew={() => undefined} />
          ) : isMaking ? (
            <Making
              code={code}
              onMade={id => void navigate(paths.recurring({ open: id }), { replace: true })}
            />
          ) : (
            <Loaded
              query={list}
              skeleton={<SkeletonRows rows={20} widths={[20, 14, 18, 10, 14]} />}
              isEmpty={data => data.recurringOrders.length === 0}
              empty={<Empty>{t('recurring.empty')}</Empty>}
            >
              {data => (
                <RecurringTable recurrings={data.recurringOrders} selectedId={openId} onOpen={setOpenId} />
              )}
            </Loaded>
          )}
        </Panel>
        {open === undefined || isMaking ? null : (
          <RecurringSheet key={open.id} recurring={open} onClose={() => setOpenId(undefined)} />
        )}
      </Permitted>
    </Page>
  )
}

function Making({ code, onMade }: { code: string; onMade: (id: string) => void }) {
  const { t } = useTranslation()
  const card = useRead('customers', getCustomer, { params: { code } })
  const [chosen, setChosen] = useState<string>()
  return (
    <Loaded query={card} skeleton={<SkeletonRows rows={12} widths={[20, 30, 20]} />}>
      {customer => {
        const siteId = chosen ?? customer.sites[0]?.id ?? ''
        return (
          <>
            <h2 className="part">{t('recurring.newFor', { name: customer.shortName })}</h2>
            <SiteChoice sites={customer.sites} chosenId={siteId} onChoose={setChosen} />
            <RecurringForm
              key={siteId}
              siteId={siteId}
              usual={usualQuantities(customer, siteId)}
              onSaved={onMade}
            />
          </>
        )
      }}
    </Loaded>
  )
}

/** Agreements line by line, with the next day or why it has none. */
export function RecurringTable({
  recurrings,
  selectedId,
  onOpen,
}: {
  recurrings: readonly RecurringOrderView[]
  selectedId: string
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation()
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th>{t('word.customer')}</th>
          <th>{t('recurring.rhythm')}</th>
          <th>{t('orders.lines')}</th>
          <th>{t('word.slot')}</th>
          <th>{t('word.state')}</th>
          <th>{t('recurring.nextDay')}</th>
          <th>{t('word.note')}</th>
        </tr>
      </thead>
      <tbody>
        {recurrings.map(recurring => {
          const next = nextDay(recurring, today())
          const skipped = recurring.days.find(day => day.plannedOn >= today() && day.skippedBecause !== null)
          return (
            <tr
              key={recurring.id}
              className={recurring.id === selectedId ? 'cur' : ''}
              onClick={() => onOpen(recurring.id)}
            >
              <td>
                <button type="button" className="link" onClick={() => onOpen(recurring.id)}>
                  <span className="cd">{recurring.customerCode}</span> <b>{recurring.shortName}</b>
                </button>
              </td>
              <td>{rhythmWords(t, recurring.rhythm)}</td>
              <td>{linesWords(recurring)}</td>
              <td>{t(`slot.${recurring.slot}`)}</td>
              <td>{t(`recurring.status.${recurring.status}`)}</td>
              <td className="num">
                {next === undefined ? '' : formatDate(next.deliverOn ?? next.plannedOn)}
                {skipped?.skippedBecause == null ? null : (
                  <span className="mid-risk"> {skipWords(t, skipped.skippedBecause)}</span>
                )}
              </td>
              <td className="mut">{recurring.note}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
