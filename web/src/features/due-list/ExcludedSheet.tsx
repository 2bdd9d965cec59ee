import { useTranslation } from 'react-i18next'
import { Sheet } from '../../parts/Sheet.tsx'

interface Props {
  excluded: readonly { siteId: string; customerCode: string; shortName: string; because: string }[]
  isOpen: boolean
  onClose: () => void
}

/** Who was left out of the list, and why. */
export function ExcludedSheet({ excluded, isOpen, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const because = (code: string) =>
    i18n.exists(`excluded.${code}`) ? t(`excluded.${code}`) : t('excluded.other', { code })
  return (
    <Sheet title={t('dueList.excluded', { count: excluded.length })} isOpen={isOpen} onClose={onClose}>
      <table className="tbl">
        <thead>
          <tr>
            <th>{t('word.code')}</th>
            <th>{t('word.customer')}</th>
            <th>{t('word.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {excluded.map(site => (
            <tr key={site.siteId}>
              <td className="cd">{site.customerCode}</td>
              <td>
                <b>{site.shortName}</b>
              </td>
              <td>{because(site.because)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
