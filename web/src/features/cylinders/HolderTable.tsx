import { type CylinderType, cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Holder } from './CylindersPage.tsx'

interface Props {
  holders: readonly Holder[]
  selectedId: string
  mayCount: boolean
  onSelect: (accountId: string) => void
  /** A figure was asked where it comes from. */
  onOpen: (accountId: string, type: CylinderType) => void
  onCount: (holder: Holder) => void
  onReceive: (holder: Holder) => void
}
const countable = new Set(['depot', 'truck'])

/** `3`, or `20＋5` full and empty where the holder tells them apart. */
function cell(balance: Holder['balances'][number] | undefined): string {
  if (balance === undefined) return ''
  const { full, empty, held } = balance
  if (full === 0 && empty === 0) return held === 0 ? '' : String(held)
  return `${full}＋${empty}`
}

/** Who holds what by size; full＋empty at the depot and on trucks, held elsewhere. */
export function HolderTable({ holders, selectedId, mayCount, onSelect, onOpen, onCount, onReceive }: Props) {
  const { t } = useTranslation()
  const nameOf = (holder: Holder) =>
    holder.name === holder.kind ? t(`cylinders.kind.${holder.kind}`) : holder.name
  const scroller = useRef<HTMLDivElement>(null)
  const types = cylinderTypeCodes.filter(code =>
    holders.some(holder => holder.balances.some(balance => balance.cylinderType === code)),
  )
  const virtual = useVirtualizer({
    count: holders.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 10,
  })
  const rows = virtual.getVirtualItems()
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0)
  return (
    <div className="tw" ref={scroller}>
      <table className="tbl" aria-rowcount={holders.length + 1}>
        <thead>
          <tr>
            <th>{t('cylinders.holder')}</th>
            <th>{t('cylinders.holderKind')}</th>
            {types.map(code => (
              <th key={code} className="r">
                {cylinderTypes[code].label}
              </th>
            ))}
            <th>
              <span className="sr">{t('today.act')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(rows[0]?.start ?? 0) > 0 ? <tr style={{ height: rows[0]?.start }} /> : null}
          {rows.map(({ index }) => {
            const holder = holders[index]
            return holder === undefined ? null : (
              <tr key={holder.accountId} className={holder.accountId === selectedId ? 'cur' : ''}>
                <td>
                  <button type="button" className="link" onClick={() => onSelect(holder.accountId)}>
                    <b>{nameOf(holder)}</b>
                  </button>
                </td>
                <td className="mut">{t(`cylinders.kind.${holder.kind}`)}</td>
                {types.map(code => (
                  <td key={code} className="r">
                    <Figure
                      text={cell(holder.balances.find(balance => balance.cylinderType === code))}
                      label={t('cylinders.movementsOf', {
                        name: nameOf(holder),
                        size: cylinderTypes[code].label,
                      })}
                      onOpen={() => onOpen(holder.accountId, code)}
                    />
                  </td>
                ))}
                <td className="r">
                  {mayCount && countable.has(holder.kind) ? (
                    <button type="button" className="btn xs" onClick={() => onCount(holder)}>
                      {t('cylinders.count')}
                    </button>
                  ) : null}{' '}
                  {mayCount && holder.kind === 'depot' ? (
                    <button type="button" className="btn xs" onClick={() => onReceive(holder)}>
                      {t('cylinders.receive')}
                    </button>
                  ) : null}
                </td>
              </tr>
            )
          })}
          {below > 0 ? <tr style={{ height: below }} /> : null}
        </tbody>
      </table>
    </div>
  )
}

function Figure({ text, label, onOpen }: { text: string; label: string; onOpen: () => void }) {
  if (text === '') return null
  return (
    <button
      type="button"
      className={text.includes('-') ? 'link num high' : 'link num'}
      title={label}
      onClick={onOpen}
    >
      {text}
    </button>
  )
}
