import { decideImportConflict, listImportConflicts } from '@luckygas/ui/api/routes/imports.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'

/** Cells changed both here and in the file: keep ours or take theirs. */
export function ImportConflicts() {
  const { t } = useTranslation()
  const act = useAct()
  const list = useRead('imports', listImportConflicts, { query: { limit: 200 } })
  const decide = useWrite(decideImportConflict, ['imports', 'customers'])
  const choose = (id: string, decision: 'keep' | 'take') =>
    act(() => decide.mutateAsync({ params: { id }, body: { decision } }))
  const conflicts = list.data?.conflicts ?? []
  if (conflicts.length === 0) return null
  return (
    <div className="part">
      <h2>{t('imports.conflictCount', { count: conflicts.length })}</h2>
      <ul>
        {conflicts.map(conflict => (
          <li key={conflict.id} className="importconflict">
            <p>
              <b>{conflict.shortName}</b> <span className="cd">{conflict.customerCode}</span>{' '}
              {conflict.column}
            </p>
            <div className="row">
              <button type="button" className="btn sm" onClick={() => void choose(conflict.id, 'keep')}>
                {t('imports.keep', { value: conflict.ours })}
              </button>
              <button type="button" className="btn sm" onClick={() => void choose(conflict.id, 'take')}>
                {t('imports.take', { value: conflict.theirs })}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
