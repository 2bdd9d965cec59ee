import { type CylinderType, cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { receiveCylinders } from '@luckygas/ui/api/routes/deliveries.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Holder } from './CylindersPage.tsx'

type Counts = Partial<Record<CylinderType, number>>
const linesOf = (counts: Counts) =>
  cylinderTypeCodes.flatMap(cylinderType => {
    const quantity = counts[cylinderType] ?? 0
    return quantity === 0 ? [] : [{ cylinderType, quantity }]
  })

/** 分裝場進貨: fulls that came against empties that went. */
export function ReceiveSheet({ holder, onClose }: { holder: Holder; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const [id] = useState(newId)
  const [full, setFull] = useState<Counts>({})
  const [empty, setEmpty] = useState<Counts>({})
  const [note, setNote] = useState('')
  const receive = useWrite(receiveCylinders, ['cylinders'])
  const submit = async () => {
    const body = {
      id,
      depotId: holder.holderId ?? holder.accountId,
      full: linesOf(full),
      empty: linesOf(empty),
      note: note.trim(),
    }
    if (await act(() => receive.mutateAsync({ body }), t('cylinders.received'))) onClose()
  }
  const hasAny = linesOf(full).length + linesOf(empty).length > 0
  return (
    <Sheet title={t('cylinders.receiveAt', { name: holder.name })} isOpen onClose={onClose}>
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
              <th className="r">{t('cylinders.fullIn')}</th>
              <th className="r">{t('cylinders.emptyOut')}</th>
            </tr>
          </thead>
          <tbody>
            {cylinderTypeCodes.map(code => {
              const { label } = cylinderTypes[code]
              return (
                <tr key={code}>
                  <td>{label}</td>
                  <td className="r">
                    <NumberCell
                      label={`${label} ${t('cylinders.fullIn')}`}
                      value={full[code] ?? 0}
                      onChange={value => setFull(before => ({ ...before, [code]: value }))}
                    />
                  </td>
                  <td className="r">
                    <NumberCell
                      label={`${label} ${t('cylinders.emptyOut')}`}
                      value={empty[code] ?? 0}
                      onChange={value => setEmpty(before => ({ ...before, [code]: value }))}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <div className="row decide">
          <Field
            label={t('word.note')}
            value={note}
            maxLength={200}
            onChange={event => setNote(event.target.value)}
          />
          <button type="submit" className="btn accent" disabled={receive.isPending || !hasAny}>
            {t('cylinders.postReceipt')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
