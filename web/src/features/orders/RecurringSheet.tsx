import type { RecurringOrderView } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { changeRecurringOrder } from '@luckygas/ui/api/routes/recurring-orders.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { linesWords } from './order-words.ts'
import { RecurringDays } from './RecurringDays.tsx'
import { RecurringForm } from './RecurringForm.tsx'
import { rhythmWords } from './recurring-words.ts'

interface Props {
  recurring: RecurringOrderView
  onClose: () => void
}

/** One agreement: its terms, its days, and pausing, changing or ending it. */
export function RecurringSheet({ recurring, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const mayWrite = useMay('orders.write')
  const [isEditing, setEditing] = useState(false)
  const change = useWrite(changeRecurringOrder, ['orders', 'customers'])
  const move = (to: 'active' | 'paused' | 'ended', done: string) =>
    act(
      () => change.mutateAsync({ params: { id: recurring.id }, body: { to, version: recurring.version } }),
      done,
    )
  const isPaused = recurring.status === 'paused'
  return (
    <Sheet title={t('recurring.edit', { name: recurring.shortName })} isOpen onClose={onClose}>
      <p className="part">
        <b>{rhythmWords(t, recurring.rhythm)}</b>・{t(`slot.${recurring.slot}`)}・{linesWords(recurring)}・
        {t(`recurring.status.${recurring.status}`)}・
        <Link to={paths.customer(recurring.customerCode)}>{recurring.customerCode}</Link>
        {recurring.note === '' ? '' : `・${recurring.note}`}
      </p>
      {mayWrite && recurring.status !== 'ended' ? (
        <div className="row wrap pad">
          <button
            type="button"
            className={isEditing ? 'btn on' : 'btn'}
            aria-pressed={isEditing}
            onClick={() => setEditing(!isEditing)}
          >
            {t('customers.edit')}
          </button>
          <button
            type="button"
            className="btn"
            disabled={change.isPending}
            onClick={() =>
              void (isPaused ? move('active', t('recurring.resumed')) : move('paused', t('recurring.paused')))
            }
          >
            {t(isPaused ? 'recurring.resume' : 'recurring.pause')}
          </button>
          <button
            type="button"
            className="btn"
            disabled={change.isPending}
            onClick={() => void move('ended', t('recurring.ended'))}
          >
            {t('recurring.end')}
          </button>
        </div>
      ) : null}
      {isEditing ? (
        <RecurringForm
          key={recurring.version}
          siteId={recurring.siteId}
          recurring={recurring}
          usual={{}}
          onSaved={() => setEditing(false)}
        />
      ) : (
        <RecurringDays recurring={recurring} />
      )}
    </Sheet>
  )
}
