import { orderStates } from '@luckygas/contract/states.ts'
import { listOrders } from '@luckygas/ui/api/routes/orders.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Choice } from '../../parts/Choice.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { useLiveCalls } from '../calls/use-calls.ts'
import { OrderSheet, orderSteps } from './OrderSheet.tsx'
import { OrderTable } from './OrderTable.tsx'
import './orders.css'

const states = Object.keys(orderStates) as (keyof typeof orderStates)[]

/** 訂單 of a day. */
export function OrdersPage() {
  const { t } = useTranslation()
  const mayWrite = useMay('orders.write')
  const [date, setDate] = usePageDate()
  const [stateText, setState] = useUrlState('state')
  const [openId, setOpenId] = useUrlState('order')
  const [stepText, setStep] = useUrlState('step')
  const step = orderSteps.find(each => each === stepText)
  const waiting = useLiveCalls()?.waiting ?? 0
  const state = states.find(each => each === stateText)
  const orders = useRead('orders', listOrders, {
    query: { date, limit: 500, ...(state === undefined ? {} : { state }) },
  })
  const open = orders.data?.orders.find(order => order.id === openId)
  return (
    <Page title={t('nav.orders')} date={date} onDate={setDate}>
      <Permitted to="orders.read">
        <div className="bar2">
          <Choice
            isCompact
            label={t('word.state')}
            value={state ?? ''}
            onChange={setState}
            options={[
              { value: '', text: t('word.all') },
              ...states.map(value => ({ value, text: t(`orderState.${value}`) })),
            ]}
          />
          <span className="mut num">{t('orders.count', { count: orders.data?.orders.length ?? 0 })}</span>
          <span className="sp" />
          <Link className="btn" to={paths.recurring()}>
            {t('recurring.title')}
          </Link>
          {mayWrite ? (
            <Link className="btn" to={paths.counter()}>
              {t('counter.title')}
            </Link>
          ) : null}
          {mayWrite ? (
            <Link className="btn" to={paths.calls()}>
              {t('calls.title')}
              {waiting > 0 ? <b className="num">{waiting}</b> : null}
            </Link>
          ) : null}
          {mayWrite ? (
            <Link className="btn accent" to={paths.newOrder()}>
              {t('orders.new')}
            </Link>
          ) : null}
        </div>
        <Panel title={t('nav.orders')} className="scroll" resetOn={[date, state]}>
          <Loaded
            query={orders}
            skeleton={<SkeletonRows rows={25} widths={[6, 8, 16, 10, 20, 8, 10]} />}
            isEmpty={data => data.orders.length === 0}
            empty={<Empty>{t('orders.empty')}</Empty>}
          >
            {data => <OrderTable orders={data.orders} selectedId={openId} onOpen={setOpenId} />}
          </Loaded>
        </Panel>
        {open === undefined ? null : (
          <OrderSheet
            key={open.id}
            order={open}
            opensOn={step}
            onClose={() => {
              setStep(undefined)
              setOpenId(undefined)
            }}
          />
        )}
      </Permitted>
    </Page>
  )
}
