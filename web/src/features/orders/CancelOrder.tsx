import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { type CancelCause, cancelCauses } from '@luckygas/contract/order-edits.ts'
import { changeOrderState, quoteCancel } from '@luckygas/ui/api/routes/orders.ts'
import { formatCount, formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { DigitChoice } from './DigitChoice.tsx'

/** A share of a price; all of it is 100, unlike a probability. */
const wholePercent = (share: number): string => formatCount(Math.round(share * 100))

/** What cancelling costs and why, before anybody agrees to it. */
export function CancelOrder({ order, onSaved }: { order: OrderView; onSaved: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const [cause, setCause] = useState<CancelCause>('customer')
  const [reason, setReason] = useState('')
  const quote = useRead('orders', quoteCancel, { params: { id: order.id }, query: { cause } }, { staleMs: 0 })
  const cancel = useWrite(changeOrderState, ['orders', 'board', 'due-list'])
  const send = (agreedFeeNtd: string) =>
    act(async () => {
      await cancel.mutateAsync({
        params: { id: order.id },
        body: { to: 'cancelled', reason: reason.trim(), cause, agreedFeeNtd, version: order.version },
      })
      onSaved()
    }, t('orders.now.cancelled'))
  return (
    <div className="pad edit-order">
      <DigitChoice
        label={t('orders.cause')}
        value={cause}
        onChange={setCause}
        options={cancelCauses.map(value => ({ value, text: t(`orders.causes.${value}`) }))}
      />
      <Loaded query={quote} skeleton={<SkeletonRows rows={3} widths={[40, 20]} />}>
        {fee => (
          <>
            <dl className="fee">
              <dt>{t(`orders.feeStep.${fee.step}`)}</dt>
              <dd className="num">
                {t('orders.feeOf', { share: wholePercent(fee.share), base: formatMoney(fee.baseNtd) })}
                {fee.goodsShare > 0
                  ? `＋${t('orders.feeGoods', { share: wholePercent(fee.goodsShare), goods: formatMoney(fee.goodsNtd) })}`
                  : ''}
              </dd>
              <dt>{t('orders.freeUntil')}</dt>
              <dd className="num">{formatInstant(fee.cutOffAt)}</dd>
              <dt>
                <b>{t('orders.fee')}</b>
              </dt>
              <dd className="num">
                <b>NT$ {formatMoney(fee.feeNtd)}</b>
              </dd>
            </dl>
            <Field
              label={t('orders.reason')}
              value={reason}
              maxLength={200}
              onChange={event => setReason(event.target.value)}
            />
            <button
              type="button"
              className="btn danger"
              disabled={cancel.isPending || reason.trim() === ''}
              onClick={() => void send(fee.feeNtd)}
            >
              {fee.feeNtd === '0'
                ? t('orders.cancel')
                : t('orders.cancelFor', { fee: formatMoney(fee.feeNtd) })}
            </button>
          </>
        )}
      </Loaded>
    </div>
  )
}
