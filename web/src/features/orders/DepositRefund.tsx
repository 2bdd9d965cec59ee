import { getOrderDesk } from '@luckygas/ui/api/routes/orders.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useRead } from '../../shell/queries.ts'
import type { useCounterSale } from './use-counter-sale.ts'

const lesser = (one: bigint, other: bigint) => (one < other ? one : other)

/** 退押瓶費: at most what the books hold for the site; what the empties on the counter are worth is one click away. */
export function DepositRefund({ sale }: { sale: ReturnType<typeof useCounterSale> }) {
  const { t } = useTranslation()
  const { draft, refundable, change } = sale
  const desk = useRead('orders', getOrderDesk, { params: { id: draft.siteId } })
  const heldNtd = BigInt(desk.data?.depositNtd ?? '0')
  if (heldNtd <= 0n) return draft.isReturn ? <span className="mut">{t('counter.noDeposit')}</span> : null
  const proposed = String(lesser(heldNtd, refundable))
  return (
    <>
      <Field
        label={t('counter.refund')}
        inputMode="numeric"
        hint={t('counter.depositHeld', { amount: formatMoney(String(heldNtd)) })}
        value={draft.refundNtd}
        onChange={event => change({ refundNtd: event.target.value.replace(/\D/g, '').slice(0, 7) })}
      />
      {refundable > 0n && draft.refundNtd !== proposed ? (
        <button type="button" className="btn sm" onClick={() => change({ refundNtd: proposed })}>
          {t('counter.refundThis', { amount: formatMoney(proposed) })}
        </button>
      ) : null}
    </>
  )
}
