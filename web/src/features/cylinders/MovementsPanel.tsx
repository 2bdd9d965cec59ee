import { cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { cylinderMovements } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatInstant, formatSigned } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useRead } from '../../shell/queries.ts'

const movementKinds = [
  'opening',
  'load',
  'unload',
  'deliver',
  'return',
  'fill',
  'receive',
  'count',
  'lose',
  'inspect',
] as const

/** The ledger of a holder, or of everyone, newest first; each line sums to nothing. */
export function MovementsPanel({
  accountId,
  name,
}: {
  accountId: string | undefined
  name: string | undefined
}) {
  const { t, i18n } = useTranslation()
  const [kindText, setKind] = useUrlState('move')
  const [typeText, setType] = useUrlState('type')
  const kind = movementKinds.find(each => each === kindText)
  const cylinderType = cylinderTypeCodes.find(each => each === typeText)
  const movements = useRead('cylinders', cylinderMovements, {
    query: {
      limit: 100,
      ...(accountId === undefined ? {} : { accountId }),
      ...(kind === undefined ? {} : { kind }),
      ...(cylinderType === undefined ? {} : { cylinderType }),
    },
  })
  const nameOf = (holder: string) =>
    i18n.exists(`cylinders.kind.${holder}`) ? t(`cylinders.kind.${holder}`) : holder
  const kindWords = (kind: string) =>
    i18n.exists(`cylinders.movement.${kind}`) ? t(`cylinders.movement.${kind}`) : kind
  return (
    <>
      <div className="th">
        <h2>{t('cylinders.movements')}</h2>
        <span className="mut">{name === undefined ? t('cylinders.allHolders') : nameOf(name)}</span>
        <span className="sp" />
        <Choice
          isCompact
          label={t('cylinders.movementKind')}
          value={kind ?? ''}
          onChange={setKind}
          options={[
            { value: '', text: t('word.all') },
            ...movementKinds.map(value => ({ value, text: t(`cylinders.movement.${value}`) })),
          ]}
        />
        <Choice
          isCompact
          label={t('word.cylinders')}
          value={cylinderType ?? ''}
          onChange={setType}
          options={[
            { value: '', text: t('word.all') },
            ...cylinderTypeCodes.map(value => ({ value, text: cylinderTypes[value].label })),
          ]}
        />
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
                      <span>{nameOf(entry.holder)}</span>
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
