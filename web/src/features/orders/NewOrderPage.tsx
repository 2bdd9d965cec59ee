import { getCustomer, listCustomers } from '@luckygas/ui/api/routes/customers.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { focusFirst } from '../../parts/focus-first.ts'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { OrderForm } from './OrderForm.tsx'
import './orders.css'

/** 電話訂單: find the caller, then order on one screen. */
export function NewOrderPage() {
  const { t } = useTranslation()
  const [code, setCode] = useUrlState('customer')
  return (
    <Page title={t('orders.new')}>
      <Permitted to="orders.write">
        <Panel title={t('orders.new')} className="scroll" resetOn={[code]}>
          {code === '' ? (
            <CallerSearch onChoose={setCode} />
          ) : (
            <Ordering code={code} onOther={() => setCode(undefined)} />
          )}
        </Panel>
      </Permitted>
    </Page>
  )
}

function CallerSearch({ onChoose }: { onChoose: (code: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const found = useRead(
    'customers',
    listCustomers,
    { query: { q, limit: 20 } },
    { isEnabled: q !== '', keepsPrevious: true },
  )
  return (
    <div className="caller">
      <label className="filter big">
        <SearchIcon size={18} />
        <span className="sr">{t('shell.find')}</span>
        <input
          ref={focusFirst}
          value={text}
          placeholder={t('orders.findCaller')}
          onChange={event => setText(event.target.value)}
        />
      </label>
      {q === '' ? (
        <p className="mut pad">{t('orders.findHint')}</p>
      ) : (
        <Loaded
          query={found}
          skeleton={<SkeletonRows rows={6} widths={[10, 30, 40, 14]} />}
          isEmpty={data => data.customers.length === 0}
          empty={
            <Empty
              action={
                <Link className="btn" to={paths.newCustomer()}>
                  {t('customers.new')}
                </Link>
              }
            >
              {t('shell.nothingFound')}
            </Empty>
          }
        >
          {data => (
            <ul>
              {data.customers.map(customer => (
                <li key={customer.siteId}>
                  <button type="button" className="pickrow" onClick={() => onChoose(customer.code)}>
                    <span className="cd">{customer.code}</span>
                    <b>{customer.shortName}</b>
                    <span className="mut">{customer.address}</span>
                    <span className="num">{formatPhone(customer.phones[0] ?? '')}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      )}
    </div>
  )
}

function Ordering({ code, onOther }: { code: string; onOther: () => void }) {
  const card = useRead('customers', getCustomer, { params: { code } })
  return (
    <Loaded query={card} skeleton={<SkeletonRows rows={12} widths={[20, 30, 20]} />}>
      {customer => <OrderForm key={customer.id} customer={customer} onOther={onOther} />}
    </Loaded>
  )
}
