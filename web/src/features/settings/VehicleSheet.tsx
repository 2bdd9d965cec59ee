import { type CylinderCounts, cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { saveVehicle } from '@luckygas/ui/api/routes/dispatch.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Fleet } from './fleet.ts'

const kinds = ['truck', 'motorcycle'] as const

/** A vehicle: plate, what it may carry, and its places by size. */
export function VehicleSheet({
  fleet,
  vehicle,
  onClose,
}: {
  fleet: Fleet
  vehicle: Fleet['vehicles'][number] | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const act = useAct()
  const save = useWrite(saveVehicle, ['board'])
  const [id] = useState(() => vehicle?.id ?? newId())
  const [plate, setPlate] = useState(vehicle?.plate ?? '')
  const [name, setName] = useState(vehicle?.name ?? '')
  const [kind, setKind] = useState(vehicle?.kind ?? 'truck')
  const [kg, setKg] = useState(String((vehicle?.maxLoadGrams ?? 1_000_000) / 1000))
  const [slots, setSlots] = useState<CylinderCounts>(vehicle?.slots ?? {})
  const [isActive, setActive] = useState(vehicle?.isActive ?? true)
  const isWhole = plate.trim() !== '' && /^\d{2,5}$/.test(kg)
  const submit = async () => {
    const depotId = vehicle?.depotId ?? fleet.depots[0]?.id ?? ''
    const body = {
      depotId,
      plate: plate.trim(),
      name: name.trim(),
      kind,
      maxLoadGrams: Number(kg) * 1000,
      slots,
      isActive,
    }
    if (await act(() => save.mutateAsync({ params: { id }, body }), t('word.saved'))) onClose()
  }
  return (
    <Sheet
      title={t(vehicle === null ? 'settings.addVehicle' : 'settings.editVehicle')}
      isOpen
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field
          label={t('settings.plate')}
          value={plate}
          maxLength={12}
          isRequired
          onChange={event => setPlate(event.target.value)}
        />
        <Field
          label={t('settings.name')}
          value={name}
          maxLength={40}
          onChange={event => setName(event.target.value)}
        />
        <Choice
          label={t('word.vehicle')}
          value={kind}
          onChange={value => setKind(kinds.find(each => each === value) ?? kind)}
          options={kinds.map(value => ({ value, text: t(`vehicle.${value}`) }))}
        />
        <Field
          label={t('settings.maxKg')}
          inputMode="numeric"
          value={kg}
          onChange={event => setKg(event.target.value)}
        />
        <fieldset className="full">
          <legend className="lab2">{t('settings.slots')}</legend>
          <div className="row">
            {cylinderTypeCodes.map(code => (
              <span key={code} className="row">
                {cylinderTypes[code].label}
                <NumberCell
                  label={t('settings.slotsOf', { size: cylinderTypes[code].label })}
                  value={slots[code] ?? 0}
                  onChange={value => setSlots(before => ({ ...before, [code]: value }))}
                />
              </span>
            ))}
          </div>
        </fieldset>
        <Tick hasText label={t('settings.inUse')} isOn={isActive} onChange={setActive} />
        <div className="full row">
          <span className="sp" />
          <button type="submit" className="btn accent" disabled={!isWhole || save.isPending}>
            {t('word.save')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
