import type { PriceRuleView } from '@luckygas/contract/endpoints/prices.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { endPriceRule, listPriceRules } from '@luckygas/ui/api/routes/prices.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Choice } from '../../parts/Choice.tsx'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { paths } from '../../shell/paths.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import './prices.css'
import { usePriceWords } from './price-words.ts'
import { RuleSheet } from './RuleSheet.tsx'

const kinds = ['contract', 'customer', 'promotion', 'volume'] as const

/** What is agreed above the list: contracts, special prices, promotions and volume prices, with why and until when. */
export function PriceRules() {
  const { t } = useTranslation()
  const mayEdit = useMay('products.edit')
  const [kind, setKind] = useUrlState('kind')
  const [past, setPast] = useUrlState('past')
  const [isAdding, setAdding] = useState(false)
  const chosen = kinds.find(each => each === kind)
  const rules = useRead('products', listPriceRules, {
    query: { isPastShown: past === '1' ? 'true' : 'false', limit: 200, ...(chosen ? { kind: chosen } : {}) },
  })
  return (
    <>
      <div className="price-form">
        <Choice
          isCompact
          label={t('prices.kindLabel')}
          value={chosen ?? 'all'}
          onChange={value => setKind(value === 'all' ? undefined : value)}
          options={[
            { value: 'all', text: t('word.all') },
            ...kinds.map(value => ({ value, text: t(`prices.kind.${value}`) })),
          ]}
        />
        <label className="row">
          <input
            type="checkbox"
            checked={past === '1'}
            onChange={event => setPast(event.target.checked ? '1' : undefined)}
          />
          {t('prices.withPast')}
        </label>
        <span className="sp" />
        {mayEdit ? (
          <button type="button" className="btn accent" onClick={() => setAdding(true)}>
            {t('prices.addRule')}
          </button>
        ) : null}
      </div>
      <Loaded
        query={rules}
        skeleton={<SkeletonRows rows={10} widths={[12, 24, 10, 20, 20]} />}
        isEmpty={data => data.rules.length === 0}
        empty={<Empty>{t('prices.noRules')}</Empty>}
      >
        {data => <RuleTable rules={data.rules} />}
      </Loaded>
      {isAdding ? <RuleSheet onClose={() => setAdding(false)} /> : null}
    </>
  )
}

/** Rules in a table; one in force or ahead can be ended by who may. */
export function RuleTable({ rules }: { rules: readonly PriceRuleView[] }) {
  const { t } = useTranslation()
  const words = usePriceWords()
  const mayEdit = useMay('products.edit')
  const products = useRead('products', listProducts)
  const [ending, setEnding] = useState<PriceRuleView>()
  const label = (code: string) => products.data?.products.find(each => each.code === code)?.label ?? code
  return (
    <>
      <div className="tw">
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('prices.kindLabel')}</th>
              <th>{t('prices.forWhom')}</th>
              <th>{t('orders.product')}</th>
              <th className="r">NT$</th>
              <th>{t('prices.holds')}</th>
              <th>{t('word.reason')}</th>
              <th className="opt3">{t('settings.who')}</th>
              <th>
                <span className="sr">{t('today.act')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map(rule => {
              const isOver = rule.validTo !== null && rule.validTo <= today()
              return (
                <tr key={rule.id} className={isOver ? 'gone' : ''}>
                  <td>{t(`prices.kind.${rule.kind}`)}</td>
                  <td>
                    {rule.customer === null ? (
                      words.scope(rule)
                    ) : (
                      <Link to={paths.customer(rule.customer.code)}>{words.scope(rule)}</Link>
                    )}
                  </td>
                  <td>{label(rule.product)}</td>
                  <td className="r">{words.effect(rule, rule.unit)}</td>
                  <td className="num">{words.days(rule)}</td>
                  <td className="wrap">{rule.reason}</td>
                  <td className="opt3">{rule.createdBy}</td>
                  <td className="r">
                    {mayEdit && !isOver ? (
                      <button type="button" className="btn xs" onClick={() => setEnding(rule)}>
                        {t('prices.end')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {ending === undefined ? null : <EndSheet rule={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function EndSheet({ rule, onClose }: { rule: PriceRuleView; onClose: () => void }) {
  const { t } = useTranslation()
  const words = usePriceWords()
  const act = useAct()
  const end = useWrite(endPriceRule, ['products', 'customers'])
  const [on, setOn] = useState(addDays(today(), 1))
  const [reason, setReason] = useState('')
  const submit = async () => {
    const request = { params: { id: rule.id }, body: { on, reason, version: rule.version } }
    if (await act(() => end.mutateAsync(request), t('prices.ended'))) onClose()
  }
  return (
    <Sheet title={t('prices.endOf', { name: words.scope(rule) })} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <div className="field">
          <span className="lab2">{t('prices.endOn')}</span>
          <DateChooser label={t('prices.endOn')} date={on} minDate={today()} onDate={setOn} />
        </div>
        <Field
          label={t('word.reason')}
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
        />
        <div className="full row">
          <span className="sp" />
          <button type="submit" className="btn accent" disabled={reason.trim() === '' || end.isPending}>
            {t('prices.end')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
