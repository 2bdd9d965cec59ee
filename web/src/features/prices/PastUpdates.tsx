import { listPriceUpdates, undoPriceUpdate } from '@luckygas/ui/api/routes/prices.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatDate, formatInstant } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { MovedRows } from './MovedRows.tsx'

/** Updates of the past with their rows; each can be taken back by its own inverse. */
export function PastUpdates() {
  const { t } = useTranslation()
  const act = useAct()
  const mayEdit = useMay('products.edit')
  const updates = useRead('products', listPriceUpdates)
  const undo = useWrite(undoPriceUpdate, ['products', 'customers'])
  return (
    <section className="part" aria-label={t('prices.past')}>
      <h2>{t('prices.past')}</h2>
      <Loaded
        query={updates}
        skeleton={<SkeletonRows rows={4} widths={[30, 20]} />}
        isEmpty={data => data.updates.length === 0}
        empty={<Empty>{t('prices.noUpdates')}</Empty>}
      >
        {data =>
          data.updates.map(update => (
            <details key={update.id}>
              <summary>
                <b>{formatDate(update.effectiveFrom)}</b> {update.reason}
                <span className="mut">
                  {' '}
                  {t('prices.rows', { count: update.rows.length })}・{formatInstant(update.at)} {update.by}
                  {update.undoesId === null ? '' : `・${t('prices.isUndo')}`}
                  {update.undoneById === null ? '' : `・${t('prices.undone')}`}
                </span>
              </summary>
              {mayEdit && update.undoneById === null ? (
                <button
                  type="button"
                  className="btn sm"
                  disabled={undo.isPending}
                  onClick={() =>
                    void act(
                      () => undo.mutateAsync({ params: { id: update.id }, body: { id: newId() } }),
                      t('prices.undoDone'),
                    )
                  }
                >
                  {t('prices.undo')}
                </button>
              ) : null}
              <MovedRows rows={update.rows} />
            </details>
          ))
        }
      </Loaded>
    </section>
  )
}
