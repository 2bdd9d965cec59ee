import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../shell/session.ts'
import { UrgentInsertionSheet } from './UrgentInsertionSheet.tsx'

type Insertable = Pick<OrderView, 'id' | 'shortName' | 'state' | 'requestedOn'>

/** Today's order goes into a running day from here: this press shows where, the next one does it. */
export function InsertToday({ order }: { order: Insertable }) {
  const { t } = useTranslation()
  const mayPublish = useMay('dispatch.publish')
  const [isOpen, setOpen] = useState(false)
  const isWaiting = order.state === 'confirmed' || order.state === 'assigned'
  if (!mayPublish || !isWaiting || order.requestedOn !== today()) return null
  return (
    <>
      <button type="button" className="btn accent" onClick={() => setOpen(true)}>
        {t('running.insertToday')}
      </button>
      {isOpen ? (
        <UrgentInsertionSheet
          of={{ orderId: order.id }}
          name={order.shortName}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
