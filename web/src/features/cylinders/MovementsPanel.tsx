import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { cylinderMovements } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatInstant, formatSigned } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'

/** The ledger of a holder, or of everyone, newest first; each line sums to nothing. */
export function MovementsPanel({
  accountId,
  name,
}: {
  accountId: string | undefined
  name: string | undefined
}) {
  const { t, i18n } = useTranslation()
  const movements = useRead('cylinders', cylinderMovements, {
    query: { limit: 100, ...(accountId === undefined ? {} : { accountId }) },
  })
  const kindWords = (kind: string) =>
    i18n.exists(`cylinders.movement.${kind}`) ? t(`cylinders.movement.${kind}`) : kind
  return (
    <>
      <div className="th">
        <h2>{t('cylinders.movements')}</h2>
        <span className="mut">{name ?? t('cylinders.allHolders')}</span>
      </div>
      <Loaded
        query={movements}
        skeleton={<SkeletonRows rows={12} widths={[30, 20, 40]} />}
        isEmpty={data => data.movements.length === 0}
        empty={<Empty>{t('cylinders.noMovements')}</Empty>}
      >
        {data => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must take the arrow keys
          <ol className="moves" tabIndex={0}>
            {data.movements.map(movement => (
              <li key={movement.id}>
                <p className="row">
                  <b>{kindWords(movement.kind)}</b>
                  {movement.reversesId === null ? null : (
                    <span className="chip">{t('cylinders.correction')}</span>
                  )}
                  <span className="sp" />
                  <span className="mut num">{formatInstant(movement.occurredAt)}</span>
                </p>
                <ul>
                  {movement.entries.map(entry => (
                    <li
                      key={`${entry.holder}${entry.cylinderType}${entry.condition}${entry.quantity}`}
                      className="row"
                    >
                      <span>{entry.holder}</span>
                      <span className="mut">
                        {cylinderTypes[entry.cylinderType].label}{' '}
                        {t(`cylinders.condition.${entry.condition}`)}
                      </span>
                      <span className="sp" />
                      <b className="num">{formatSigned(entry.quantity)}</b>
                    </li>
                  ))}
                </ul>
                {movement.reason === '' ? null : <p className="mut">{movement.reason}</p>}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </>
  )
}
