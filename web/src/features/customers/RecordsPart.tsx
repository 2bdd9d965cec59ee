import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import { downloadFile } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatDate, formatInstant, formatPhone } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { saveFile } from '../../parts/save-file.ts'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { paths } from '../../shell/paths.ts'
import { useMay } from '../../shell/session.ts'

/** Who called, what was photographed or signed, and who changed what on this card. */
export function RecordsPart({ customer }: { customer: CustomerCardView }) {
  const { t, i18n } = useTranslation()
  const mayAudit = useMay('audit.read')
  const did = (action: string) => (i18n.exists(`audit.${action}`) ? t(`audit.${action}`) : action)
  const state = (call: string) => t(`customers.callState.${call}`)
  return (
    <>
      {customer.calls.length === 0 ? null : (
        <section className="part" id="calls" aria-label={t('customers.calls')}>
          <h2>{t('customers.calls')}</h2>
          <ul className="records">
            {customer.calls.map(call => (
              <li key={call.id}>
                <span className="num">{formatInstant(call.at)}</span>
                <span className="num">{call.digits === null ? '' : formatPhone(call.digits)}</span>
                <span>{state(call.state)}</span>
                {call.orderId === null ? null : <span className="chip">{t('customers.ordered')}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {customer.documents.length === 0 ? null : <Documents documents={customer.documents} />}
      <section className="part" id="history" aria-label={t('customers.history')}>
        <h2>{t('customers.history')}</h2>
        {customer.history.length === 0 ? <p className="mut">{t('settings.noAudit')}</p> : null}
        <ul className="records">
          {customer.history.map(change => (
            <li key={change.id}>
              <span className="num">{formatInstant(change.at)}</span>
              <b>{did(change.action)}</b>
              <span>{change.by ?? t('settings.system')}</span>
              <span className="mut">{change.reason}</span>
            </li>
          ))}
        </ul>
        {mayAudit ? <Link to={paths.settings('audit')}>{t('settings.tab.audit')}</Link> : null}
      </section>
    </>
  )
}

function Documents({ documents }: { documents: CustomerCardView['documents'] }) {
  const { t } = useTranslation()
  const act = useAct()
  const open = (id: string, name: string) =>
    act(async () => saveFile(await api.download(downloadFile, { params: { id } }), name))
  return (
    <section className="part" id="documents" aria-label={t('customers.documents')}>
      <h2>{t('customers.documents')}</h2>
      <div className="picks">
        {documents.map(file => (
          <button
            key={file.fileId}
            type="button"
            className="btn sm"
            onClick={() => void open(file.fileId, `${file.purpose}-${file.date}`)}
          >
            {t(`customers.purpose.${file.purpose}`)} {formatDate(file.date)}
          </button>
        ))}
      </div>
    </section>
  )
}
