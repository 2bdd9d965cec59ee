import { normalisePhone } from '@luckygas/contract/kernel/phone-numbers.ts'
import { findCallers } from '@luckygas/ui/api/routes/calls.ts'
import { listCustomers } from '@luckygas/ui/api/routes/customers.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { focusFirst } from '../../parts/focus-first.ts'
import { Kbd } from '../../parts/Kbd.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'
import { chooseByDigit, walkByArrow } from './digit-keys.ts'

interface Props {
  /** A number that called or was pasted; empty without one. */
  number: string
  onChoose: (code: string) => void
  onNew: (number: string) => void
}

interface Row {
  key: string
  code: string
  shortName: string
  address: string
  phone: string
  isServed: boolean
}

/** Who calls: the customers of a number to choose by digit, or any customer by name, code, phone or address. */
export function CallerSearch({ number, onChoose, onNew }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const isByNumber = number !== '' && q === ''
  const callers = useRead('customers', findCallers, { query: { number } }, { isEnabled: isByNumber })
  const found = useRead(
    'customers',
    listCustomers,
    { query: { q, limit: 20 } },
    { isEnabled: q !== '', keepsPrevious: true },
  )
  const only = callers.data?.customers.length === 1 ? callers.data.customers[0]?.code : undefined
  const latest = useRef({ onChoose, onNew })
  latest.current = { onChoose, onNew }
  useEffect(() => {
    if (isByNumber && only !== undefined) latest.current.onChoose(only)
  }, [isByNumber, only])
  useEffect(() => {
    if (isByNumber && callers.data?.customers.length === 0) latest.current.onNew(number)
  }, [isByNumber, callers.data, number])
  const typedNumber = normalisePhone(q) ?? ''
  return (
    <div className="caller">
      <label className="filter big">
        <SearchIcon size={18} />
        <span className="sr">{t('shell.find')}</span>
        <input
          ref={focusFirst}
          data-takes-number
          value={text}
          placeholder={t('orders.findCaller')}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            const first = found.data?.customers[0]
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && first) onChoose(first.code)
          }}
        />
      </label>
      {isByNumber ? (
        <Loaded query={callers} skeleton={<SkeletonRows rows={3} widths={[10, 30, 40]} />}>
          {data => (
            <>
              <p className="pad">
                <b className="num">{formatPhone(data.digits ?? number)}</b>{' '}
                {t('orders.whichOf', { count: data.customers.length })}
              </p>
              <Rows
                isFocused
                onChoose={onChoose}
                rows={data.customers.map(each => ({ ...each, key: each.customerId, phone: each.label }))}
              />
            </>
          )}
        </Loaded>
      ) : q === '' ? (
        <p className="mut pad">{t('orders.findHint')}</p>
      ) : (
        <Loaded
          query={found}
          skeleton={<SkeletonRows rows={6} widths={[10, 30, 40, 14]} />}
          isEmpty={data => data.customers.length === 0}
          empty={
            <Empty
              action={
                <button type="button" className="btn" onClick={() => onNew(typedNumber)}>
                  {t('orders.newCaller')} <Kbd keys={['F6']} />
                </button>
              }
            >
              {t('shell.nothingFound')}
            </Empty>
          }
        >
          {data => (
            <Rows
              onChoose={onChoose}
              rows={data.customers.map(each => ({
                key: each.siteId,
                code: each.code,
                shortName: each.shortName,
                address: each.address,
                phone: formatPhone(each.phones[0] ?? ''),
                isServed: !each.isTerminated,
              }))}
            />
          )}
        </Loaded>
      )}
    </div>
  )
}

function Rows({
  rows,
  onChoose,
  isFocused = false,
}: {
  rows: readonly Row[]
  onChoose: (code: string) => void
  isFocused?: boolean
}) {
  const { t } = useTranslation()
  return (
    <fieldset
      className="rows"
      aria-label={t('shell.found')}
      onKeyDown={event => {
        chooseByDigit(event)
        walkByArrow(event)
      }}
    >
      {rows.map((row, index) => (
        <button
          key={row.key}
          type="button"
          className="pickrow"
          data-digit={index + 1}
          ref={isFocused && index === 0 ? focusFirst : undefined}
          onClick={() => onChoose(row.code)}
        >
          <span className="cd">
            {index < 9 ? <Kbd keys={[String(index + 1)]} /> : null} {row.code}
          </span>
          <b>{row.shortName}</b>
          <span className="mut">{row.address}</span>
          <span className="num">{row.isServed ? row.phone : t('customers.terminated')}</span>
        </button>
      ))}
    </fieldset>
  )
}
