import { listAudit } from '@luckygas/ui/api/routes/identity.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useRead } from '../../shell/queries.ts'

const text = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value))

/** Who changed what, with before and after. */
export function AuditTab() {
  const { t, i18n } = useTranslation()
  const [entity, setEntity] = useUrlState('entity')
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const entries = useRead(
    'audit',
    listAudit,
    {
      query: {
        limit: 100,
        ...(entity === '' ? {} : { entity }),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { keepsPrevious: true, staleMs: 0 },
  )
  const actionWords = (action: string) => (i18n.exists(`audit.${action}`) ? t(`audit.${action}`) : action)
  return (
    <>
      <div className="row part">
        <label className="filter">
          <span className="sr">{t('settings.entity')}</span>
          <input
            value={entity}
            placeholder={t('settings.entity')}
            onChange={event => {
              setEntity(event.target.value)
              setCursors([])
            }}
          />
        </label>
        <span className="sp" />
        <button
          type="button"
          className="btn sm"
          disabled={cursors.length === 0}
          onClick={() => setCursors(before => before.slice(0, -1))}
        >
          {t('settings.newer')}
        </button>
        <button
          type="button"
          className="btn sm"
          disabled={entries.data?.nextCursor == null}
          onClick={() => setCursors(before => [...before, entries.data?.nextCursor ?? ''])}
        >
          {t('settings.older')}
        </button>
      </div>
      <Loaded
        query={entries}
        skeleton={<SkeletonRows rows={20} widths={[16, 12, 16, 40]} />}
        isEmpty={data => data.entries.length === 0}
        empty={<Empty>{t('settings.noAudit')}</Empty>}
      >
        {data => (
          <div className="tw">
            <table className="tbl dense">
              <thead>
                <tr>
                  <th>{t('settings.at')}</th>
                  <th>{t('settings.who')}</th>
                  <th>{t('settings.did')}</th>
                  <th>{t('settings.entity')}</th>
                  <th>{t('settings.before')}</th>
                  <th>{t('settings.after')}</th>
                  <th>{t('word.reason')}</th>
                </tr>
              </thead>
              <tbody>
                {data.entries.map(entry => (
                  <tr key={entry.id}>
                    <td className="num">{formatInstant(entry.at)}</td>
                    <td>
                      {entry.actorName ?? t('settings.system')}{' '}
                      <span className="mut">
                        {entry.actorRole === null ? '' : t(`role.${entry.actorRole}`)}
                      </span>
                    </td>
                    <td>{actionWords(entry.action)}</td>
                    <td className="mut">{entry.entity}</td>
                    <td className="json">{text(entry.before)}</td>
                    <td className="json">{text(entry.after)}</td>
                    <td>{entry.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </>
  )
}
