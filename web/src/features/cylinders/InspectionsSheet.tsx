import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { formatRoc } from '@luckygas/contract/kernel/dates.ts'
import { listInspections } from '@luckygas/ui/api/routes/cylinder-plates.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'

const spans = ['0', '7', '30', '60', '90', '180'] as const

/** 送驗清單: which cylinders to send for inspection within so many days, by who was last seen with them. */
export function InspectionsSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [days, setDays] = useState('60')
  const inspections = useRead('cylinders', listInspections, { query: { days: Number(days) } })
  return (
    <Sheet title={t('cylinders.inspections')} isOpen onClose={onClose}>
      <Choice
        isCompact
        label={t('cylinders.dueWithin')}
        value={days}
        onChange={setDays}
        options={spans.map(value => ({ value, text: t('cylinders.days', { count: Number(value) }) }))}
      />
      <Loaded
        query={inspections}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={data => data.cylinders.length === 0}
        empty={<Empty>{t('cylinders.nothingDue')}</Empty>}
      >
        {data => (
          <>
            {data.isCut ? <p className="hint">{t('cylinders.moreDue')}</p> : null}
            <table className="tbl">
              <thead>
                <tr>
                  <th>{t('cylinders.holder')}</th>
                  <th>{t('word.cylinders')}</th>
                  <th>{t('cylinders.serial')}</th>
                  <th>{t('cylinders.mark')}</th>
                  <th>{t('cylinders.due')}</th>
                  <th>{t('cylinders.lifeEnd')}</th>
                </tr>
              </thead>
              <tbody>
                {data.cylinders.map(row => (
                  <tr key={row.id}>
                    <td>{row.holderName}</td>
                    <td>
                      {cylinderTypes[row.cylinderType].label} {row.brand}
                    </td>
                    <td className="num">{row.serial}</td>
                    <td className="num">{row.mark}</td>
                    <td className="num">
                      {row.dueDate === null ? '' : formatRoc(row.dueDate)}{' '}
                      {row.fault === null ? null : (
                        <b className="high">{t(`cylinders.fault.${row.fault}`)}</b>
                      )}
                    </td>
                    <td className="num">{row.lifeEnd === null ? '' : formatRoc(row.lifeEnd)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </Sheet>
  )
}
