import { type AgreedPayment, agreedPayment, type Settlement } from '@luckygas/contract/kernel/door-amount.ts'
import { orderPayments } from '@luckygas/contract/order-edits.ts'
import { useTranslation } from 'react-i18next'
import { DigitChoice } from './DigitChoice.tsx'

interface Props {
  /** How the customer settles; what is chosen otherwise counts for this order only. */
  settlement: Settlement | null
  value: AgreedPayment | null
  onChange: (payment: AgreedPayment | null) => void
}

/** 付款: the customer's own way stands chosen and is marked as his; another counts for this order. */
export function PaymentChoice({ settlement, value, onChange }: Props) {
  const { t } = useTranslation()
  const usual = agreedPayment(settlement ?? 'cash')
  return (
    <div className="field">
      <span className="lab2">{t('orders.payment')}</span>
      <DigitChoice
        label={t('orders.payment')}
        value={value ?? usual}
        onChange={payment => onChange(payment === usual ? null : payment)}
        options={orderPayments.map(payment => ({
          value: payment,
          text:
            payment === usual
              ? t('orders.usualPayment', { payment: t(`orders.pay.${payment}`) })
              : t(`orders.pay.${payment}`),
        }))}
      />
    </div>
  )
}
