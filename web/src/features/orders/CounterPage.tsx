import { findWalkIn, getCounterDesk } from '@luckygas/ui/api/routes/counter-sales.ts'
import { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { CallerSearch } from './CallerSearch.tsx'
import { CounterForm } from './CounterForm.tsx'
import { CounterSales } from './CounterSales.tsx'
import './orders.css'
import { useFunctionKeys } from './use-function-keys.ts'

/** 櫃台・門市自取: who stands there, what goes over the counter, paid; and what the counter sold today. */
export function CounterPage() {
  const { t } = useTranslation()
  const act = useAct()
  const [code, setCode] = useUrlState('customer')
  const desk = useRead('orders', getCounterDesk)
  const card = useRead('customers', getCustomer, { params: { code } }, { isEnabled: code !== '' })
  const find = useWrite(findWalkIn, ['customers'])
  const walkIn = () => act(async () => setCode((await find.mutateAsync({})).code))
  useFunctionKeys([
    ['F3', () => setCode(undefined)],
    ['F4', () => void walkIn()],
  ])
  return (
    <Page title={t('counter.title')}>
      <Permitted to="orders.write">
        <div className="bar2">
          <Link className="btn" to={paths.orders()}>
            {t('nav.orders')}
          </Link>
          <span className="mut">{t('counter.lead')}</span>
          <span className="sp" />
          {code === '' ? null : (
            <button type="button" className="btn" onClick={() => setCode(undefined)}>
              {t('counter.other')} <Kbd keys={['F3']} />
            </button>
          )}
          <button type="button" className="btn" disabled={find.isPending} onClick={() => void walkIn()}>
            {t('counter.walkIn')} <Kbd keys={['F4']} />
          </button>
        </div>
        <Panel title={t('counter.title')} className="scroll" resetOn={[code]}>
          {code === '' ? (
            <CallerSearch number="" onChoose={setCode} onNew={() => void walkIn()} />
          ) : (
            <Loaded query={card} skeleton={<SkeletonRows rows={10} widths={[20, 30, 20]} />}>
              {customer => (
                <CounterForm
                  key={customer.id}
                  customer={customer}
                  desk={desk.data}
                  onSold={() => setCode(undefined)}
                />
              )}
            </Loaded>
          )}
          {desk.data === undefined || code !== '' ? null : <CounterSales desk={desk.data} />}
        </Panel>
      </Permitted>
    </Page>
  )
}
