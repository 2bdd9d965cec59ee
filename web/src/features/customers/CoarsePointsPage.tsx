import { listCoarseSites } from '@luckygas/ui/api/routes/customers.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import './customers.css'
import { PlacePart } from './PlacePart.tsx'

/** Sites known only by village or town, to be placed one after the other. */
export function CoarsePointsPage() {
  const { t } = useTranslation()
  const [siteId, setSiteId] = useUrlState('site')
  const list = useRead('customers', listCoarseSites, { query: { limit: 200 } })
  const chosen = list.data?.sites.find(site => site.id === siteId) ?? list.data?.sites[0]
  return (
    <Page title={t('customers.coarse')}>
      <Permitted to="customers.read">
        <div className="bar2">
          <Link className="btn sm" to={paths.customers()}>
            {t('nav.customers')}
          </Link>
          <span className="mut">{t('customers.coarseHint')}</span>
        </div>
        <Loaded
          query={list}
          skeleton={<SkeletonRows rows={24} widths={[10, 20, 40]} />}
          isEmpty={data => data.sites.length === 0}
          empty={<Empty>{t('customers.noCoarse')}</Empty>}
        >
          {data => (
            <div className="coarse">
              <Panel title={t('customers.coarse')} className="scroll">
                <p className="part mut">{t('customers.total', { count: formatCount(data.total) })}</p>
                <table className="tbl dense">
                  <thead>
                    <tr>
                      <th>{t('word.customer')}</th>
                      <th>{t('word.address')}</th>
                      <th>{t('customers.known')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.sites.map(site => (
                      <tr key={site.id} className={site.id === chosen?.id ? 'cur' : ''}>
                        <td>
                          <button type="button" className="link" onClick={() => setSiteId(site.id)}>
                            <b>{site.shortName}</b>
                          </button>
                        </td>
                        <td className="clip">{site.address}</td>
                        <td>
                          {site.point === null
                            ? t('customers.notPlaced')
                            : t(`pointSource.${site.point.source}`)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Panel>
              <Panel title={t('customers.place')} className="scroll" resetOn={[chosen?.id]}>
                {chosen === undefined ? null : (
                  <>
                    <p className="part">
                      <b>{chosen.shortName}</b> {chosen.address}
                    </p>
                    <PlacePart key={chosen.id} site={chosen} />
                  </>
                )}
              </Panel>
            </div>
          )}
        </Loaded>
      </Permitted>
    </Page>
  )
}
