import { listConflicts } from '@luckygas/ui/api/routes/deliveries.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
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
  const conflicts = list.data?.conflicts ?? []
  const [chosenId, setChosenId] = useState<string>()
  // The first open matter is chosen, so that an inbox is worked through with the digits alone.
  const chosen = conflicts.find(each => each.id === chosenId) ?? (shown === 'open' ? conflicts[0] : undefined)
  const step = (by: number) => {
    const at = conflicts.findIndex(each => each.id === chosen?.id)
    setChosenId(conflicts[Math.min(conflicts.length - 1, Math.max(0, at + by))]?.id)
  }
  const arrows = [
    ['ArrowDown', 1],
    ['ArrowUp', -1],
  ] as const
  useHotkeys(Object.fromEntries(arrows.map(([key, by]) => [key, () => step(by)])))
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
          <span className="sp" />
          <span className="mut">{t('conflicts.keys')}</span>
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
                  <ConflictCard
                    key={conflict.id}
                    conflict={conflict}
                    isChosen={conflict.id === chosen?.id}
                    onChoose={() => setChosenId(conflict.id)}
                  />
                ))}
              </ul>
            )}
          </Loaded>
        </Panel>
      </Permitted>
    </Page>
  )
}
