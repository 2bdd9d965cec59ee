import { type CylinderType, cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { countCylinders } from '@luckygas/ui/api/routes/deliveries.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatSigned } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Holder } from './CylindersPage.tsx'

type Counts = Partial<Record<CylinderType, { full: number; empty: number }>>

/** 盤點: what is there against what the books say; the difference is posted with its reason. */
export function CountSheet({ holder, onClose }: { holder: Holder; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const [id] = useState(newId)
  const [reason, setReason] = useState('')
  const booked = (code: CylinderType) => holder.balances.find(balance => balance.cylinderType === code)
  const [counts, setCounts] = useState<Counts>(() =>
    Object.fromEntries(
      holder.balances.map(({ cylinderType, full, empty }) => [cylinderType, { full, empty }]),
    ),
  )
  const count = useWrite(countCylinders, ['cylinders'])
  const set = (code: CylinderType, side: 'full' | 'empty', value: number) =>
    setCounts(before => ({ ...before, [code]: { ...{ full: 0, empty: 0 }, ...before[code], [side]: value } }))
  const submit = () =>
    act(async () => {
      const counted = cylinderTypeCodes.flatMap(cylinderType => {
        const each = counts[cylinderType]
        return each === undefined ? [] : [{ cylinderType, ...each }]
      })
      const answer = await count.mutateAsync({
        body: { id, accountId: holder.accountId, counted, reason: reason.trim() },
      })
      say(t(answer.movementId === null ? 'cylinders.countAgrees' : 'cylinders.countPosted'))
      onClose()
    })
  return (
    <Sheet title={t('cylinders.countOf', { name: holder.name })} isOpen onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('word.cylinders')}</th>
              <th className="r">{t('cylinders.bookFull')}</th>
              <th className="r">{t('cylinders.countFull')}</th>
              <th className="r">{t('cylinders.bookEmpty')}</th>
              <th className="r">{t('cylinders.countEmpty')}</th>
              <th className="r">{t('dayCloses.diff')}</th>
            </tr>
          </thead>
          <tbody>
            {cylinderTypeCodes.map(code => {
              const { full = 0, empty = 0 } = booked(code) ?? {}
              const now = counts[code] ?? { full, empty }
              const off = now.full + now.empty - full - empty
              const { label } = cylinderTypes[code]
              return (
                <tr key={code}>
                  <td>{label}</td>
                  <td className="r mut">{full}</td>
                  <td className="r">
                    <NumberCell
                      label={`${label} ${t('cylinders.countFull')}`}
                      value={now.full}
                      onChange={value => set(code, 'full', value)}
                    />
                  </td>
                  <td className="r mut">{empty}</td>
                  <td className="r">
                    <NumberCell
                      label={`${label} ${t('cylinders.countEmpty')}`}
                      value={now.empty}
                      onChange={value => set(code, 'empty', value)}
                    />
                  </td>
                  <td className={off === 0 ? 'r mut' : 'r high'}>{formatSigned(off)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <div className="row decide">
          <Field
            label={t('word.reason')}
            value={reason}
            isRequired
            maxLength={200}
            onChange={event => setReason(event.target.value)}
          />
          <button type="submit" className="btn accent" disabled={count.isPending || reason.trim() === ''}>
            {t('cylinders.postCount')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
