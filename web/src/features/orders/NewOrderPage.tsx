import { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { CallerBar } from '../calls/CallerBar.tsx'
import { useSettleCall } from '../calls/use-calls.ts'
import { CallerSearch } from './CallerSearch.tsx'
import { NewCaller } from './NewCaller.tsx'
import { OrderForm } from './OrderForm.tsx'
import './orders.css'
import { useFunctionKeys } from './use-function-keys.ts'
import { usePastedNumber } from './use-pasted-number.ts'

/** What the address says: who calls, by which call, from which number, and whether the usual order stands ready. */
function useCaller() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const read = (name: string) => search.get(name) ?? ''
  const caller = {
    code: read('customer'),
    callId: read('call'),
    number: read('phone'),
    isReady: read('ready') === '1',
    isNew: read('new') === '1',
  }
  const go = (query: NonNullable<Parameters<typeof paths.newOrder>[0]>) => {
    const wanted = Object.entries({ call: caller.callId, ...query }).filter(([, value]) => value !== '')
    void navigate(paths.newOrder(Object.fromEntries(wanted)), { replace: true })
  }
  return { ...caller, go }
}

/** 電話訂單: the caller opens by call, by number or by search; everything else is one screen. */
export function NewOrderPage() {
  const { t } = useTranslation()
  const caller = useCaller()
  const { code, callId, number, go } = caller
  usePastedNumber(digits => go({ phone: digits }))
  return (
    <Page title={t('orders.new')}>
      <Permitted to="orders.write">
        <Panel title={t('orders.new')} className="scroll" resetOn={[code, callId, number]}>
          {code !== '' ? <Ordering {...caller} /> : <Finding {...caller} />}
        </Panel>
      </Permitted>
    </Page>
  )
}

function Finding({ number, isNew, callId, go }: ReturnType<typeof useCaller>) {
  useFunctionKeys([['F6', () => go({ phone: number, new: '1' })]])
  return (
    <>
      {callId === '' ? null : <CallerBar callId={callId} onDone={() => go({ call: undefined })} />}
      {isNew ? (
        <NewCaller
          key={number}
          number={number}
          onCreated={code => go({ customer: code })}
          onCancel={() => go({})}
        />
      ) : (
        <CallerSearch
          key={number}
          number={number}
          onChoose={code => go({ customer: code, phone: number, ready: '1' })}
          onNew={typed => go({ phone: typed, new: '1' })}
        />
      )}
    </>
  )
}

function Ordering({ code, callId, number, isReady, go }: ReturnType<typeof useCaller>) {
  const card = useRead('customers', getCustomer, { params: { code } })
  const settle = useSettleCall(callId)
  const other = () => go({})
  return (
    <Loaded query={card} skeleton={<SkeletonRows rows={12} widths={[20, 30, 20]} />}>
      {customer => (
        <OrderForm
          key={`${customer.id} ${callId}`}
          customer={customer}
          isReady={isReady}
          bar={
            <CallerBar
              callId={callId}
              number={number}
              customer={customer}
              onOther={other}
              onDone={() => go({ call: undefined })}
            />
          }
          onPlaced={orderId => settle({ customerId: customer.id, orderId })}
          otherKeys={[
            ['F3', other],
            ['F6', () => go({ new: '1' })],
          ]}
        />
      )}
    </Loaded>
  )
}
