import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { EmergencyStrip } from '../features/orders/EmergencyStrip.tsx'
import { DateChooser } from '../parts/DateChooser.tsx'
import { Kbd } from '../parts/Kbd.tsx'
import { ConnectionState } from './ConnectionState.tsx'
import { DepotName } from './DepotName.tsx'
import { useMay, useMe } from './session.ts'
import { useShell } from './shell-context.ts'
import { UserMenu } from './UserMenu.tsx'

interface Props {
  title: string
  children: ReactNode
  /** The business day the page shows and how to change it; absent where the page has none. */
  date?: BusinessDate
  onDate?: (date: BusinessDate) => void
}

/** The header every page has: title, business date, depot, search, connection, user. */
export function Page({ title, children, date, onDate }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const mayReadOrders = useMay('orders.read')
  const { openCommands, openKeys } = useShell()
  useEffect(() => {
    document.title = `${title}・${t('shell.company')}`
  }, [title, t])
  return (
    <main className="main">
      <header className="top">
        <h1>{title}</h1>
        {me.company.isDemo ? <span className="demo">{t('shell.demo')}</span> : null}
        <div className="ctx">
          <DateChooser label={t('shell.businessDate')} date={date} onDate={onDate} />
          <DepotName />
        </div>
        <span className="sp" />
        <button type="button" className="find" onClick={openCommands}>
          <SearchIcon size={16} />
          <span>{t('shell.find')}</span>
          <Kbd keys={['Ctrl', 'K']} />
        </button>
        <ConnectionState />
        <UserMenu />
        <button type="button" className="btn ghost sq keys" onClick={openKeys} aria-label={t('shell.keys')}>
          ?
        </button>
      </header>
      {mayReadOrders ? <EmergencyStrip /> : null}
      {children}
    </main>
  )
}
