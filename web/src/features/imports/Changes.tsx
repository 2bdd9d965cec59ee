import { listImportChanges } from '@luckygas/ui/api/routes/imports.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'

/** What is (or would be) created and changed, cell by cell. */
export function Changes({ id }: { id: string }) {
  const { t } = useTranslation()
  const changes = useRead('imports', listImportChanges, { params: { id }, query: { limit: 200 } })
  return (
    <Loaded
      query={changes}
      skeleton={<SkeletonRows rows={12} widths={[10, 10, 60]} />}
      isEmpty={data => data.changes.length === 0}
      empty={<Empty>{t('imports.noChanges')}</Empty>}
    >
      {data => (
        <ul className="changes">
          {data.changes.map(change => (
            <li key={change.customerCode}>
              <p className="row">
                <b className="num">{change.customerCode}</b>
                <span className="chip">{t(`imports.change.${change.change}`)}</span>
              </p>
              <dl>
                {change.cells.map(cell => (
                  <div key={cell.column}>
                    <dt>{cell.column}</dt>
                    <dd>
                      {cell.before === null ? null : (
                        <del>{cell.before === '' ? t('imports.blank') : cell.before}</del>
                      )}{' '}
                      <ins>{cell.after === '' ? t('imports.blank') : cell.after}</ins>
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
          {data.nextCursor === null ? null : (
            <li className="mut">{t('imports.more', { count: data.changes.length })}</li>
          )}
        </ul>
      )}
    </Loaded>
  )
}
