import { may } from '@luckygas/contract/permissions.ts'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useParams } from 'react-router'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Page } from '../../shell/Page.tsx'
import { paths, type SettingsTab, settingsPermissions, settingsTabs } from '../../shell/paths.ts'
import { useMe } from '../../shell/session.ts'
import { JobsTab } from '../jobs/JobsTab.tsx'
import { AuditTab } from './AuditTab.tsx'
import { FleetTab } from './FleetTab.tsx'
import { HolidaysTab } from './HolidaysTab.tsx'
import { OwnTab } from './OwnTab.tsx'
import { PricesTab } from './PricesTab.tsx'
import './settings.css'
import { UsersTab } from './UsersTab.tsx'

const contents: Record<SettingsTab, ComponentType> = {
  own: OwnTab,
  users: UsersTab,
  fleet: FleetTab,
  prices: PricesTab,
  holidays: HolidaysTab,
  jobs: JobsTab,
  audit: AuditTab,
}

/** 設定: the own account, users, fleet, prices, holidays, and who changed what. */
export function SettingsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const params = useParams()
  const tab = settingsTabs.find(each => each === params.tab) ?? 'own'
  const Content = contents[tab]
  return (
    <Page title={t('nav.settings')}>
      <nav className="bar2 tabs" aria-label={t('nav.settings')}>
        {settingsTabs
          .filter(each => may(me.role, settingsPermissions[each]))
          .map(each => (
            <NavLink key={each} className="tab" to={paths.settings(each)}>
              {t(`settings.tab.${each}`)}
            </NavLink>
          ))}
      </nav>
      <Panel title={t(`settings.tab.${tab}`)} className="scroll" resetOn={[tab]}>
        <Permitted to={settingsPermissions[tab]}>
          <Content />
        </Permitted>
      </Panel>
    </Page>
  )
}
