import { PanelFault } from '@luckygas/ui/panel/PanelFault.tsx'
import { useTranslation } from 'react-i18next'
import { Page } from './Page.tsx'

/** A page whose code could not be fetched, or that failed outside its panels; a reload fetches it again. */
export function RouteFault() {
  const { t } = useTranslation()
  return (
    <Page title={t('shell.page')}>
      <PanelFault title={t('shell.page')} onRetry={() => globalThis.location.reload()} />
    </Page>
  )
}
