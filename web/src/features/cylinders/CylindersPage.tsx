import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { cylinderBalances } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { CountSheet } from './CountSheet.tsx'
import { useUrlStates } from './use-url-states.ts'
import './cylinders.css'
import { HolderTable } from './HolderTable.tsx'
import { InspectionsSheet } from './InspectionsSheet.tsx'
import { MovementsPanel } from './MovementsPanel.tsx'
import { ReceiveSheet } from './ReceiveSheet.tsx'
import { RegisterSheet } from './RegisterSheet.tsx'

export type Holder = EndpointAnswer<NonNullable<(typeof cylinderBalances)['types']>>['holders'][number]
export const holderKinds = ['depot', 'truck', 'site', 'plant', 'inspection', 'lost', 'opening'] as const
export type HolderKind = (typeof holderKinds)[number]

/** 鋼瓶: who holds what, how it came there, and the counts. */
export function CylindersPage() {
  const { t } = useTranslation()
  const mayCount = useMay('cylinders.count')
  const [kindText, setKind] = useUrlState('kind')
  const [accountId, setAccountId] = useUrlState('holder')
  const openFigure = useUrlStates()
  const [open, setOpen] = useState<{ sheet: 'count' | 'receive'; holder: Holder }>()
  const [single, setSingle] = useState<'inspections' | 'register'>()
  const kind = holderKinds.find(each => each === kindText)
  const balances = useRead('cylinders', cylinderBalances, {
    query: { limit: 500, ...(kind === undefined ? {} : { kind }) },
  })
  const selected = balances.data?.holders.find(holder => holder.accountId === accountId)
  return (
    <Page title={t('nav.cylinders')}>
      <Permitted to="cylinders.read">
        <div className="bar2">
          <Choice
            isCompact
            label={t('cylinders.holderKind')}
            value={kind ?? ''}
            onChange={setKind}
            options={[
              { value: '', text: t('word.all') },
              ...holderKinds.map(value => ({ value, text: t(`cylinders.kind.${value}`) })),
            ]}
          />
          <span className="mut">{t('cylinders.totals')}</span>
          {cylinderTypeCodes.map(code => {
            const total = balances.data?.totals.find(each => each.cylinderType === code)?.quantity ?? 0
            return total === 0 ? null : (
              <span key={code} className="num">
                {cylinderTypes[code].label}×<b>{formatCount(total)}</b>
              </span>
            )
          })}
          <span className="sp" />
          <button type="button" className="btn sm" onClick={() => setSingle('inspections')}>
            {t('cylinders.inspections')}
          </button>
          {mayCount ? (
            <button type="button" className="btn sm" onClick={() => setSingle('register')}>
              {t('cylinders.register')}
            </button>
          ) : null}
        </div>
        <div className="cyl">
          <Panel title={t('cylinders.holders')} className="cyl-list" resetOn={[kind]}>
            <Loaded
              query={balances}
              skeleton={<SkeletonRows rows={24} />}
              isEmpty={data => data.holders.length === 0}
              empty={<Empty>{t('cylinders.empty')}</Empty>}
            >
              {data => (
                <HolderTable
                  holders={data.holders}
                  selectedId={accountId}
                  mayCount={mayCount}
                  onSelect={setAccountId}
                  onOpen={(holder, type) => openFigure({ holder, type })}
                  onCount={holder => setOpen({ sheet: 'count', holder })}
                  onReceive={holder => setOpen({ sheet: 'receive', holder })}
                />
              )}
            </Loaded>
          </Panel>
          <Panel title={t('cylinders.movements')} className="cyl-side" resetOn={[accountId]}>
            <MovementsPanel accountId={accountId === '' ? undefined : accountId} name={selected?.name} />
          </Panel>
        </div>
        {open?.sheet === 'count' ? (
          <CountSheet holder={open.holder} onClose={() => setOpen(undefined)} />
        ) : null}
        {single === 'inspections' ? <InspectionsSheet onClose={() => setSingle(undefined)} /> : null}
        {single === 'register' ? <RegisterSheet onClose={() => setSingle(undefined)} /> : null}
        {open?.sheet === 'receive' ? (
          <ReceiveSheet holder={open.holder} onClose={() => setOpen(undefined)} />
        ) : null}
      </Permitted>
    </Page>
  )
}
