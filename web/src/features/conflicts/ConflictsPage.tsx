import { listConflicts } from '@luckygas/ui/api/routes/deliveries.ts'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { ConflictCard } from './ConflictCard.tsx'
import './conflicts.css'

/** 待決事項: facts from the road that need a person's word. */
export function ConflictsPage() {
  const { t } = useTranslation()
  const [status, setStatus] = useUrlState('status', 'open')
  const shown = status === 'decided' ? 'decided' : 'open'
  const list = useRead('conflicts', listConflicts, { query: { status: shown } })
  return (
    <Page title={t('nav.conflicts')}>
      <Permitted to="conflicts.read">
        <div className="bar2">
          <Segments
            label={t('word.state')}
            value={shown}
            onChange={setStatus}
            options={(['open', 'decided'] as const).map(value => ({ value, text: t(`conflicts.${value}`) }))}
          />
          <span className="mut">{t('conflicts.hint')}</span>
        </div>
        <Panel title={t('nav.conflicts')} className="scroll" resetOn={[shown]}>
          <Loaded
            query={list}
            skeleton={<SkeletonRows rows={12} widths={[20, 30, 20, 20]} />}
            isEmpty={data => data.conflicts.length === 0}
            empty={<Empty>{t(shown === 'open' ? 'conflicts.none' : 'conflicts.noneDecided')}</Empty>}
          >
            {data => (
              <ul>
                {data.conflicts.map(conflict => (
                  <ConflictCard key={conflict.id} conflict={conflict} />
                ))}
              </ul>
            )}
          </Loaded>
        </Panel>
      </Permitted>
    </Page>
  )
}
