import { listThreads } from '@luckygas/ui/api/routes/messages.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { BroadcastSheet } from './BroadcastSheet.tsx'
import './messages.css'
import { ThreadList } from './ThreadList.tsx'
import { ThreadPanel } from './ThreadPanel.tsx'

/** 訊息: the drivers on the left, the words with one of them on the right. */
export function MessagesPage() {
  const { t } = useTranslation()
  const maySend = useMay('messages.send')
  const [driverId, setDriverId] = useUrlState('driver')
  const [isTelling, setTelling] = useState(false)
  const list = useRead('messages', listThreads)
  const threads = list.data?.threads ?? []
  const shown = threads.find(thread => thread.driverId === driverId) ?? threads[0]
  return (
    <Page title={t('nav.messages')}>
      <Permitted to="messages.read">
        <div className="bar2">
          <span className="mut">{t('messages.hint')}</span>
          <span className="sp" />
          {maySend ? (
            <button type="button" className="btn sm" onClick={() => setTelling(true)}>
              {t('messages.tellAll')}
            </button>
          ) : null}
        </div>
        <div className="msgs">
          <Panel title={t('messages.drivers')} className="msgs-list">
            <Loaded
              query={list}
              skeleton={<SkeletonRows rows={10} widths={[10, 30, 50]} />}
              isEmpty={data => data.threads.length === 0}
              empty={<Empty>{t('messages.noDrivers')}</Empty>}
            >
              {data => <ThreadList threads={data.threads} shownId={shown?.driverId} onShow={setDriverId} />}
            </Loaded>
          </Panel>
          <Panel title={t('messages.thread')} className="msgs-thread" resetOn={[shown?.driverId]}>
            {shown === undefined ? null : (
              <ThreadPanel key={shown.driverId} thread={shown} phrases={list.data?.phrases ?? []} />
            )}
          </Panel>
        </div>
        {isTelling ? (
          <BroadcastSheet phrases={list.data?.phrases ?? []} onClose={() => setTelling(false)} />
        ) : null}
      </Permitted>
    </Page>
  )
}
