import { listCustomers } from '@luckygas/ui/api/routes/customers.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { Empty, Refusal } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { filterKey, useHotkeys } from '../../parts/use-hotkeys.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useUrlText } from '../../parts/use-url-text.ts'
import { api } from '../../shell/api.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useMay } from '../../shell/session.ts'
import { CustomerTable } from './CustomerTable.tsx'
import './customers.css'

const kinds = ['', 'commercial', 'household'] as const

/** Pages of the list as they are scrolled to. */
function useCustomerPages(q: string, kind: string, isEnabled: boolean) {
  const query = {
    limit: 200,
    ...(q === '' ? {} : { q }),
    ...(kind === 'commercial' || kind === 'household' ? { kind: kind as 'commercial' | 'household' } : {}),
  }
  return useInfiniteQuery({
    queryKey: ['customers', listCustomers.id, 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listCustomers,
        { query: pageParam === '' ? query : { ...query, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: before => before,
    enabled: isEnabled,
  })
}

/** 客戶 by code, name, phone or address. */
export function CustomersPage() {
  const { t } = useTranslation()
  const mayEdit = useMay('customers.edit')
  const [q, setQ] = useUrlText('q')
  const [kind, setKind] = useUrlState('kind')
  const box = useRef<HTMLInputElement>(null)
  const pages = useCustomerPages(useDeferredValue(q.trim()), kind, useMay('customers.read'))
  const rows = useMemo(() => pages.data?.pages.flatMap(page => page.customers) ?? [], [pages.data])
  useHotkeys({ [filterKey]: () => box.current?.focus() })
  return (
    <Page title={t('nav.customers')}>
      <Permitted to="customers.read">
        <div className="bar2">
          <label className="filter wide-filter">
            <SearchIcon size={14} />
            <span className="sr">{t('customers.search')}</span>
            <input
              ref={box}
              value={q}
              placeholder={t('customers.search')}
              onChange={event => setQ(event.target.value)}
            />
            <Kbd keys={['/']} />
          </label>
          <Segments
            label={t('customers.kindLabel')}
            value={kinds.find(each => each === kind) ?? ''}
            onChange={setKind}
            options={kinds.map(value => ({
              value,
              text: value === '' ? t('word.all') : t(`customers.kind.${value}`),
            }))}
          />
          <span className="mut num">
            {pages.data === undefined
              ? ''
              : t('customers.total', { count: formatCount(pages.data.pages[0]?.total ?? 0) })}
          </span>
          <span className="sp" />
          <Link className="btn" to={paths.coarsePoints()}>
            {t('customers.coarse')}
          </Link>
          {mayEdit ? (
            <Link className="btn accent" to={paths.newCustomer()}>
              {t('customers.new')}
            </Link>
          ) : null}
        </div>
        <Panel title={t('nav.customers')} className="fill" resetOn={[kind]}>
          {pages.isError ? (
            <Refusal error={pages.error} onRetry={() => void pages.refetch()} />
          ) : pages.data === undefined ? (
            <SkeletonRows rows={28} widths={[6, 14, 8, 24, 12, 8, 8]} />
          ) : rows.length === 0 ? (
            <Empty>{t('shell.nothingFound')}</Empty>
          ) : (
            <CustomerTable
              rows={rows}
              onEnd={() => (pages.hasNextPage && !pages.isFetching ? void pages.fetchNextPage() : undefined)}
            />
          )}
        </Panel>
      </Permitted>
    </Page>
  )
}
