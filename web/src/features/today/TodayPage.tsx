import { today } from '@luckygas/ui/clock.ts'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { usePageDate } from '../../parts/use-page-date.ts'
import { Page } from '../../shell/Page.tsx'
import { Figures } from './Figures.tsx'
import { OpenMatters } from './OpenMatters.tsx'
import { RunProgress } from './RunProgress.tsx'
import './today.css'
import { Tomorrow } from './Tomorrow.tsx'

/** 今日總覽: the day in figures, what needs a hand, the runs on the road, and what tomorrow asks for. */
export function TodayPage() {
  const { t } = useTranslation()
  const [date, setDate] = usePageDate()
  return (
    <Page title={t('nav.today')} date={date} onDate={setDate}>
      <Permitted to="dispatch.read">
        <div className="scroll">
          <Panel title={t('today.figures')} resetOn={[date]}>
            <Figures date={date} />
          </Panel>
          <Panel title={t('today.matters')} className="g" resetOn={[date]}>
            <OpenMatters date={date} />
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
