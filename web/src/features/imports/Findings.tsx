import { listImportFindings } from '@luckygas/ui/api/routes/imports.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'

/** Each refused or cleaned cell: row, column, what stood there, and why in words. */
export function Findings({ id, severity }: { id: string; severity: 'rejected' | 'warning' }) {
  const { t, i18n } = useTranslation()
  const findings = useRead('imports', listImportFindings, { params: { id }, query: { severity, limit: 500 } })
  const why = (code: string) =>
    i18n.exists(`importFinding.${code}`) ? t(`importFinding.${code}`) : t('importFinding.other', { code })
  return (
    <Loaded
      query={findings}
      skeleton={<SkeletonRows rows={12} widths={[8, 20, 30, 30]} />}
      isEmpty={data => data.findings.length === 0}
      empty={<Empty>{t(severity === 'rejected' ? 'imports.noneRejected' : 'imports.noneCleaned')}</Empty>}
    >
      {data => (
        <table className="tbl dense">
          <thead>
            <tr>
              <th className="r">{t('imports.row')}</th>
              <th>{t('imports.column')}</th>
              <th>{t('imports.value')}</th>
              <th>{t('word.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {data.findings.map((finding, index) => (
              // A cell may be found fault with twice for different reasons; the server's order stands.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={`${finding.row}${finding.column}${index}`}>
                <td className="r">{finding.row}</td>
                <td>{finding.column}</td>
                <td className="clip">
                  <code>{finding.value}</code>
                </td>
                <td>{why(finding.code)}</td>
              </tr>
            ))}
          </tbody>
          {data.nextCursor === null ? null : (
            <tfoot>
              <tr>
                <td colSpan={4} className="mut">
                  {t('imports.more', { count: data.findings.length })}
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      )}
    </Loaded>
  )
}
