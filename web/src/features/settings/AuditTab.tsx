import { listAudit } from '@luckygas/ui/api/routes/identity.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useRead } from '../../shell/queries.ts'

/** What the audit names; each has its word in the locales. */
const entities = [
  'order',
  'customer',
  'site',
  'due_list',
  'due_item',
  'day_plan',
  'stop',
  'run',
  'conflict',
  'day_close',
  'cylinder_account',
  'product',
  'holiday',
  'import_run',
  'job',
  'user',
  'session',
  'driver',
  'vehicle',
  'depot',
  'company',
] as const

/** `名稱 舊值` pairs, one a line; nested values as they are kept. */
function Pairs({ value }: { value: unknown }) {
  const { t } = useTranslation()
  if (typeof value !== 'object' || value === null)
    return <>{value === null || value === undefined ? '' : String(value)}</>
  return (
    <details>
      <summary>{t('settings.details')}</summary>
      <dl className="pairs">
        {Object.entries(value).map(([name, each]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof each === 'object' ? JSON.stringify(each) : String(each)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

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
        <Choice
          isCompact
          label={t('settings.entity')}
          value={entity}
          onChange={value => {
            setEntity(value)
            setCursors([])
          }}
          options={[
            { value: '', text: t('settings.allEntities') },
            ...entities.map(value => ({ value, text: t(`entity.${value}`) })),
          ]}
        />
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
                    <td>
                      {i18n.exists(`entity.${entry.entity}`) ? t(`entity.${entry.entity}`) : entry.entity}
                    </td>
                    <td className="wrap">
                      <Pairs value={entry.before} />
                    </td>
                    <td className="wrap">
                      <Pairs value={entry.after} />
                    </td>
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
