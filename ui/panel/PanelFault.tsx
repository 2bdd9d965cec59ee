import { useTranslation } from 'react-i18next'
import { FailedMark } from '../icons/states.tsx'

/** What stands in a panel that failed. */
export function PanelFault(props: { title: string; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="panel-fault" role="alert">
      <FailedMark />
      <p>{t('panel.failed', { title: props.title })}</p>
      <button type="button" className="btn" onClick={props.onRetry}>
        {t('panel.retry')}
      </button>
    </div>
  )
}
