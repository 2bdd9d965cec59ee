import type { dayCloseSchema } from '@luckygas/contract/endpoints/deliveries.ts'
import { cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { formatSigned } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'

type Row = (typeof dayCloseSchema)['_output']['cylinders'][number]

const difference = (due: number, counted: number) => (due === counted ? '' : formatSigned(counted - due))

/** Fulls and empties by size: what the books expected beside what was counted. */
export function CylindersCounted({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation()
  return (
    <table className="tbl dense closet">
      <thead>
        <tr>
          <th>{t('word.cylinders')}</th>
          <th className="r">{t('dayCloses.fullDue')}</th>
          <th className="r">{t('dayCloses.fullCounted')}</th>
          <th className="r">{t('dayCloses.diff')}</th>
          <th className="r">{t('dayCloses.emptyDue')}</th>
          <th className="r">{t('dayCloses.emptyCounted')}</th>
          <th className="r">{t('dayCloses.diff')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.cylinderType}>
            <td>{cylinderTypes[row.cylinderType].label}</td>
            <td className="r">{row.fullDue}</td>
            <td className="r">{row.fullCounted}</td>
            <td className="r high">{difference(row.fullDue, row.fullCounted)}</td>
            <td className="r">{row.emptyDue}</td>
            <td className="r">{row.emptyCounted}</td>
            <td className="r high">{difference(row.emptyDue, row.emptyCounted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
