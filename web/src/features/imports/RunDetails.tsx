import type { importRunSchema } from '@luckygas/contract/endpoints/imports.ts'
import { cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { getImport, startImport } from '@luckygas/ui/api/routes/imports.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { Changes } from './Changes.tsx'
import { Findings } from './Findings.tsx'
import { fileOfRun } from './run-files.ts'

type Run = (typeof importRunSchema)['_output']
const tabs = ['rejected', 'warning', 'changes'] as const

/** One import: how far it is, what it found, and the step from trying to doing. */
export function RunDetails({ id, onStarted }: { id: string; onStarted: (runId: string) => void }) {
  const run = useRead('imports', getImport, { params: { id } }, { refetchMs: 4_000 })
  return (
    <Loaded query={run} skeleton={<SkeletonRows rows={16} widths={[10, 20, 20, 30]} />}>
      {data => <RunBody run={data} onStarted={onStarted} />}
    </Loaded>
  )
}

function RunBody({ run, onStarted }: { run: Run; onStarted: (runId: string) => void }) {
  const { t } = useTranslation()
  const [tabText, setTab] = useUrlState('tab')
  const { result } = run
  const usual = (result?.rejectedCount ?? 0) > 0 ? 'rejected' : 'changes'
  const tab = tabs.find(each => each === tabText) ?? usual
  const counts = { rejected: result?.rejectedCount, warning: result?.warningCount, changes: undefined }
  return (
    <>
      <header className="row part">
        <h2>{run.fileName}</h2>
        <span>
          {t(`imports.kind.${run.kind}`)}・{t(run.isDryRun ? 'imports.dry' : 'imports.real')}
        </span>
        <b>{t(`imports.status.${run.status}`)}</b>
        {run.status === 'running' || run.status === 'queued' ? (
          <span className="num" role="status">
            {t('imports.progress', { rows: formatCount(run.progressRows) })}
          </span>
        ) : null}
        <span className="sp" />
        {run.isDryRun && run.status === 'done' ? <ImportForReal run={run} onStarted={onStarted} /> : null}
      </header>
      {run.failure === null ? null : <Failure code={run.failure} />}
      {result === null ? null : <Figures result={result} />}
      {result === null ? null : (
        <>
          <div className="part">
            <Segments
              label={t('imports.result')}
              value={tab}
              onChange={setTab}
              options={tabs.map(value => ({
                value,
                text: `${t(`imports.tab.${value}`)} ${counts[value] === undefined ? '' : formatCount(counts[value])}`,
              }))}
            />
          </div>
          {tab === 'changes' ? <Changes id={run.id} /> : <Findings id={run.id} severity={tab} />}
        </>
      )}
    </>
  )
}

function Failure({ code }: { code: string }) {
  const { t, i18n } = useTranslation()
  const key = `problems.${code}`
  return <p className="part high">{i18n.exists(key) ? t(key) : t('problems.unknown', { code })}</p>
}

function ImportForReal({ run, onStarted }: { run: Run; onStarted: (runId: string) => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const start = useWrite(startImport, ['imports', 'customers'])
  const fileId = fileOfRun(run.id)
  if (fileId === undefined) return <span className="mut">{t('imports.again')}</span>
  const go = () =>
    act(async () => {
      const body = { id: newId(), kind: run.kind, fileId, isDryRun: false }
      onStarted((await start.mutateAsync({ body })).id)
    }, t('imports.started'))
  return (
    <button type="button" className="btn accent" disabled={start.isPending} onClick={() => void go()}>
      {t('imports.doIt')}
    </button>
  )
}

function Figures({ result }: { result: NonNullable<Run['result']> }) {
  const { t } = useTranslation()
  const figures: [string, number][] = [
    ['rows', result.rows],
    ['accepted', result.accepted],
    ['rejected', result.rejectedCount],
    ['skipped', result.skipped],
    ['create', result.changes.create],
    ['update', result.changes.update],
    ['same', result.changes.same],
  ]
  const held = cylinderTypeCodes.filter(code => (result.cylinders[code] ?? 0) > 0)
  return (
    <div className="part">
      <dl className="facts2">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`imports.figure.${name}`)}</dt>
            <dd className={name === 'rejected' && value > 0 ? 'num high' : 'num'}>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      {held.length === 0 ? null : (
        <p className="row">
          <span className="mut">{t('imports.cylinders')}</span>
          {held.map(code => (
            <span key={code} className="num">
              {cylinderTypes[code].label}×<b>{formatCount(result.cylinders[code] ?? 0)}</b>
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
