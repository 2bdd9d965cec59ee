import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { say } from '../../parts/Toasts.tsx'
import { filterKey, useHotkeys } from '../../parts/use-hotkeys.ts'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useSort } from '../../parts/use-sort.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useMay } from '../../shell/session.ts'
import { DueFoot } from './DueFoot.tsx'
import './due-list.css'
import { DueTable } from './DueTable.tsx'
import { DueToolbar } from './DueToolbar.tsx'
import { dueTotals, dueView } from './due-view.ts'
import { ExcludedSheet } from './ExcludedSheet.tsx'
import { PatrolTable } from './PatrolTable.tsx'
import { useDueFilter } from './use-due-filter.ts'
import { useDueList } from './use-due-list.ts'

/** 待配送名單: who should be visited on a day, and why. */
export function DueListPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayEdit = useMay('due-list.edit')
  const [date, setDate] = usePageDate(1)
  const sort = useSort('-risk')
  const filterTools = useDueFilter()
  const filterBox = useRef<HTMLInputElement>(null)
  const [isExcludedShown, setExcludedShown] = useState(false)
  const [view, setView] = useUrlState('view')
  const isPatrolShown = view === 'patrol'
  const tools = useDueList(date)
  const { list } = tools
  const items = list.data?.items ?? []
  const totals = useMemo(() => dueTotals(items), [items])
  const shown = dueView(items, filterTools.filter, sort)

  const send = async () => {
    if (!mayEdit || totals.toSend === 0 || tools.isSending) return
    const answer = await tools.send()
    if (answer === undefined) return
    say(
      t(answer.unplaced > 0 ? 'dueList.sentSomeUnplaced' : 'dueList.sentAll', {
        count: answer.sent,
        unplaced: answer.unplaced,
      }),
    )
    void navigate(paths.dispatch({ date }))
  }
  useHotkeys({ 'ctrl+Enter': () => void send(), [filterKey]: () => filterBox.current?.focus() })
  const rebuild = (
    <button
      type="button"
      className="btn accent"
      onClick={() => void tools.rebuild()}
      disabled={tools.isBuilding}
    >
      {t(tools.isBuilding ? 'dueList.rebuilding' : 'dueList.build')}
    </button>
  )
  return (
    <Page title={t('nav.dueListTitle')} date={date} onDate={setDate}>
      <Permitted to="due-list.read">
        <Panel title={t('nav.dueListTitle')} className="fill" resetOn={[date]}>
          <DueToolbar
            date={date}
            builtAt={list.data?.builtAt ?? null}
            items={items}
            counts={list.data?.counts ?? {}}
            excluded={list.data?.excluded.length ?? 0}
            postponed={list.data?.postponed ?? 0}
            tools={filterTools}
            filterBox={filterBox}
            isBuilding={tools.isBuilding}
            mayEdit={mayEdit}
            onRebuild={() => void tools.rebuild()}
            onExcluded={() => setExcludedShown(true)}
            isPatrolShown={isPatrolShown}
            onPatrol={isShown => setView(isShown ? 'patrol' : undefined)}
          />
          {isPatrolShown ? <PatrolTable date={date} mayEdit={mayEdit} /> : null}
          {isPatrolShown ? null : (
            <Loaded
              query={list}
              skeleton={<SkeletonRows rows={27} widths={[2, 8, 6, 10, 6, 4, 14, 6, 10, 8, 4, 8]} />}
              isEmpty={data => data.items.length === 0}
              empty={
                <Empty action={mayEdit ? rebuild : null}>
                  {t(list.data?.builtAt === null ? 'dueList.emptyUnbuilt' : 'dueList.empty')}
                </Empty>
              }
            >
              {() =>
                shown.length === 0 ? (
                  <Empty>{t('word.noMatch')}</Empty>
                ) : (
                  <DueTable date={date} items={shown} sort={sort} tools={tools} mayEdit={mayEdit} />
                )
              }
            </Loaded>
          )}
          {items.length === 0 ? null : (
            <DueFoot
              date={date}
              totals={totals}
              isSending={tools.isSending}
              mayEdit={mayEdit}
              onSend={() => void send()}
            />
          )}
        </Panel>
        <ExcludedSheet
          excluded={list.data?.excluded ?? []}
          isOpen={isExcludedShown}
          onClose={() => setExcludedShown(false)}
        />
      </Permitted>
    </Page>
  )
}
