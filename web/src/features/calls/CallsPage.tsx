import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import { getExtension, listCalls, setExtension } from '@luckygas/ui/api/routes/calls.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Field } from '../../parts/Field.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { CallerName } from './CallerName.tsx'
import './calls.css'
import { pathOfCall, useLiveCalls, useSettleCall } from './use-calls.ts'

/** 來電: whom to call back, and everything that rang. */
export function CallsPage() {
  const { t } = useTranslation()
  const [showText, setShow] = useUrlState('show', 'missed')
  const show = showText === 'all' ? 'all' : 'missed'
  const calls = useRead('calls', listCalls, { query: { show, limit: 200 } })
  const isOff = useLiveCalls()?.isOn === false
  return (
    <Page title={t('calls.title')}>
      <Permitted to="calls.answer">
        <div className="bar2">
          <Segments
            label={t('calls.title')}
            value={show}
            onChange={setShow}
            options={[
              { value: 'missed', text: t('calls.missed') },
              { value: 'all', text: t('calls.all') },
            ]}
          />
          <Link className="btn" to={paths.newOrder()}>
            {t('orders.new')}
          </Link>
          <span className="sp" />
          <OwnExtension />
        </div>
        {isOff ? <p className="part mut">{t('calls.off')}</p> : null}
        <Panel title={t('calls.title')} className="scroll" resetOn={[show]}>
          <Loaded
            query={calls}
            skeleton={<SkeletonRows rows={12} widths={[14, 30, 12, 12]} />}
            isEmpty={data => data.calls.length === 0}
            empty={<Empty>{t(show === 'missed' ? 'calls.noneMissed' : 'calls.none')}</Empty>}
          >
            {data => <CallTable calls={data.calls} />}
          </Loaded>
        </Panel>
      </Permitted>
    </Page>
  )
}

function CallTable({ calls }: { calls: readonly CallView[] }) {
  const { t } = useTranslation()
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th>{t('calls.at')}</th>
          <th>{t('calls.who')}</th>
          <th>{t('word.state')}</th>
          <th>{t('calls.answeredBy')}</th>
          <th className="r">{t('calls.calledLine')}</th>
          <th>
            <span className="sr">{t('calls.done')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map(call => (
          <CallRow key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  )
}

function CallRow({ call }: { call: CallView }) {
  const { t } = useTranslation()
  const act = useAct()
  const navigate = useNavigate()
  const settle = useSettleCall(call.id)
  const isOpen = call.handledAt === null && call.state === 'missed'
  return (
    <tr>
      <td className="num">{formatInstant(call.startedAt)}</td>
      <td>
        <CallerName call={call} />
      </td>
      <td>{t(call.handledAt !== null ? 'calls.state.handled' : `calls.state.${call.state}`)}</td>
      <td>{call.answeredBy}</td>
      <td className="r num">{call.line}</td>
      <td className="r">
        {isOpen ? (
          <span className="row">
            {call.digits === null ? null : (
              <button type="button" className="btn xs" onClick={() => void navigate(pathOfCall(call, false))}>
                {t('calls.openCard')}
              </button>
            )}
            <button
              type="button"
              className="btn xs"
              onClick={() => void act(() => settle({ customerId: null, orderId: null }), t('calls.noted'))}
            >
              {t('calls.done')}
            </button>
          </span>
        ) : null}
      </td>
    </tr>
  )
}

/** Calls that ring at this extension pop up on this clerk's screens only. */
function OwnExtension() {
  const { t } = useTranslation()
  const act = useAct()
  const own = useRead('calls', getExtension)
  const save = useWrite(setExtension, ['calls'])
  const [typed, setTyped] = useState<string>()
  const value = typed ?? own.data?.extension ?? ''
  return (
    <form
      className="row extension"
      onSubmit={event => {
        event.preventDefault()
        void act(async () => {
          await save.mutateAsync({ body: { extension: value === '' ? null : value } })
          setTyped(undefined)
        }, t('word.saved'))
      }}
    >
      <Field
        label={t('calls.extension')}
        inputMode="numeric"
        maxLength={8}
        value={value}
        onChange={event => setTyped(event.target.value.replace(/\D/g, ''))}
      />
      <button type="submit" className="btn" disabled={typed === undefined || save.isPending}>
        {t('word.save')}
      </button>
    </form>
  )
}
