import { getToday } from '@luckygas/ui/api/routes/today.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { usePageDate } from '../../parts/use-page-date.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { DayCharts } from './DayCharts.tsx'
import { Figures, FiguresSkeleton } from './Figures.tsx'
import { OpenMatters } from './OpenMatters.tsx'
import { RunProgress } from './RunProgress.tsx'
import './today.css'
import { Tomorrow } from './Tomorrow.tsx'
import { Troubles } from './Troubles.tsx'

/** 今日總覽: the day in figures, what needs a hand, the runs on the road, and what tomorrow asks for. */
export function TodayPage() {
  const { t } = useTranslation()
  const [date, setDate] = usePageDate()
  const figures = useRead('today', getToday, { query: { date } }, { isEnabled: useMay('dispatch.read') })
  return (
    <Page title={t('nav.today')} date={date} onDate={setDate}>
      <Permitted to="dispatch.read">
        <div className="scroll">
          <Troubles troubles={figures.data?.troubles ?? []} />
          <Panel title={t('today.figures')} resetOn={[date]}>
            <Loaded query={figures} skeleton={<FiguresSkeleton />}>
              {data => <Figures data={data} />}
            </Loaded>
          </Panel>
          <Panel title={t('today.matters')} className="g" resetOn={[date]}>
            <OpenMatters date={date} />
          </Panel>
          <Panel title={t('today.charts')} className="g" resetOn={[date]}>
            <Loaded query={figures} skeleton={<SkeletonRows rows={4} widths={[24, 24, 24, 24]} />}>
              {data => <DayCharts data={data} isToday={date === today()} />}
            </Loaded>
          </Panel>
          <div className="g2">
            <Panel title={t('today.onTheRoad')} className="lv" resetOn={[date]}>
              <RunProgress date={date} isToday={date === today()} />
            </Panel>
            <Panel title={t('today.tomorrow')} resetOn={[date]}>
              <Tomorrow date={date} />
            </Panel>
          </div>
        </div>
      </Permitted>
    </Page>
  )
}
