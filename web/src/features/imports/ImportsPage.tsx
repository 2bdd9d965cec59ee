import { listImports } from '@luckygas/ui/api/routes/imports.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { ImportConflicts } from './ImportConflicts.tsx'
import './imports.css'
import { RunDetails } from './RunDetails.tsx'
import { UploadForm } from './UploadForm.tsx'

/** 匯入: upload, see what it would do, then do it. */
export function ImportsPage() {
  const { t } = useTranslation()
  const [runId, setRunId] = useUrlState('run')
  const mayRun = useMay('imports.run')
  const runs = useRead('imports', listImports, { query: { limit: 50 } }, { isEnabled: mayRun })
  const shownId = runId === '' ? runs.data?.runs[0]?.id : runId
  return (
    <Page title={t('nav.imports')}>
      <Permitted to="imports.run">
        <div className="importing">
          <div className="scroll">
            <Panel title={t('imports.upload')} className="part">
              <UploadForm onStarted={setRunId} />
            </Panel>
            <Panel title={t('imports.conflicts')}>
              <ImportConflicts />
            </Panel>
            <Panel title={t('imports.runs')} className="part">
              <h2>{t('imports.runs')}</h2>
              <Loaded
                query={runs}
                skeleton={<SkeletonRows rows={6} widths={[30, 20, 20]} />}
                isEmpty={data => data.runs.length === 0}
                empty={<Empty>{t('imports.noRuns')}</Empty>}
              >
                {data => (
                  <ul className="runs">
                    {data.runs.map(run => (
                      <li key={run.id}>
                        <button
                          type="button"
                          className="runrow"
                          aria-current={run.id === shownId}
                          onClick={() => setRunId(run.id)}
                        >
                          <b>{run.fileName}</b>
                          <span>
                            {t(`imports.kind.${run.kind}`)}・
                            {t(run.isDryRun ? 'imports.dry' : 'imports.real')}
                          </span>
                          <span>{t(`imports.status.${run.status}`)}</span>
                          <span className="mut num">{formatInstant(run.createdAt)}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                )}
              </Loaded>
            </Panel>
          </div>
          <Panel title={t('imports.result')} className="scroll" resetOn={[shownId]}>
            {shownId === undefined ? (
              <Empty>{t('imports.hint')}</Empty>
            ) : (
              <RunDetails id={shownId} onStarted={setRunId} />
            )}
          </Panel>
        </div>
      </Permitted>
    </Page>
  )
}
