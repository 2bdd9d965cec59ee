import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Page } from './Page.tsx'
import { paths } from './paths.ts'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('shell.notFound')}>
      <div className="notice">
        <p>{t('shell.notFoundHint')}</p>
        <Link className="btn" to={paths.today()}>
          {t('nav.today')}
        </Link>
      </div>
    </Page>
  )
}
