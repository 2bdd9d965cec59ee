import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { saveDriver } from '@luckygas/ui/api/routes/dispatch.ts'
import { listUsers } from '@luckygas/ui/api/routes/identity.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { type Fleet, minuteOf } from './fleet.ts'

const nextLetter = (fleet: Fleet) =>
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find(letter => !fleet.drivers.some(driver => driver.letter === letter)) ??
  'A'

/** A driver: his letter on map and lanes, vehicle, shift and zones. */
export function DriverSheet({
  fleet,
  driver,
  onClose,
}: {
  fleet: Fleet
  driver: Fleet['drivers'][number] | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const act = useAct()
  const save = useWrite(saveDriver, ['board'])
  const users = useRead(
    'users',
    listUsers,
    { query: { limit: 200 } },
    { isEnabled: useMay('users.manage') && driver === null },
  )
  const [id] = useState(() => driver?.id ?? newId())
  const [userId, setUserId] = useState(driver?.userId ?? '')
  const [letter, setLetter] = useState(driver?.letter ?? nextLetter(fleet))
  const [name, setName] = useState(driver?.name ?? '')
  const [vehicleId, setVehicleId] = useState(driver?.vehicleId ?? '')
  const [from, setFrom] = useState(formatMinute(driver?.shiftStartMinute ?? 480))
  const [to, setTo] = useState(formatMinute(driver?.shiftEndMinute ?? 1080))
  const [zoneIds, setZoneIds] = useState(driver?.zoneIds ?? [])
  const [isActive, setActive] = useState(driver?.isActive ?? true)
  const free = (users.data?.users ?? []).filter(
    user => user.role === 'driver' && !fleet.drivers.some(each => each.userId === user.id),
  )
  const start = minuteOf(from)
  const end = minuteOf(to)
  const isWhole =
    name.trim() !== '' && userId !== '' && start !== undefined && end !== undefined && start < end
  const submit = async () => {
    if (start === undefined || end === undefined) return
    const body = {
      userId,
      depotId: driver?.depotId ?? fleet.depots[0]?.id ?? '',
      letter: letter.trim().toUpperCase(),
      name: name.trim(),
      phone: driver?.phone ?? '',
      vehicleId: vehicleId === '' ? null : vehicleId,
      shiftStartMinute: start,
      shiftEndMinute: end,
      zoneIds,
      isActive,
    }
    if (await act(() => save.mutateAsync({ params: { id }, body }), t('word.saved'))) onClose()
  }
  return (
    <Sheet title={t(driver === null ? 'settings.addDriver' : 'settings.editDriver')} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        {driver === null ? (
          <Choice
            label={t('settings.driverUser')}
            value={userId}
            onChange={value => {
              setUserId(value)
              setName(before => before || (free.find(user => user.id === value)?.name ?? ''))
            }}
            options={free.map(user => ({ value: user.id, text: `${user.name} ${user.login}` }))}
          />
        ) : null}
        <Field
          label={t('settings.letter')}
          value={letter}
          maxLength={2}
          isRequired
          onChange={event => setLetter(event.target.value)}
        />
        <Field
          label={t('settings.name')}
          value={name}
          maxLength={40}
          isRequired
          onChange={event => setName(event.target.value)}
        />
        <Choice
          label={t('word.vehicle')}
          value={vehicleId}
          onChange={setVehicleId}
          options={[
            { value: '', text: t('settings.noVehicle') },
            ...fleet.vehicles.map(vehicle => ({
              value: vehicle.id,
              text: `${vehicle.plate} ${vehicle.name}`,
            })),
          ]}
        />
        <Field
          label={t('settings.shiftFrom')}
          value={from}
          maxLength={5}
          onChange={event => setFrom(event.target.value)}
        />
        <Field
          label={t('settings.shiftTo')}
          value={to}
          maxLength={5}
          onChange={event => setTo(event.target.value)}
        />
        <fieldset className="full">
          <legend className="lab2">{t('settings.zones')}</legend>
          <div className="row">
            {fleet.zones.map(zone => (
              <Tick
                key={zone.id}
                hasText
                label={zone.name}
                isOn={zoneIds.includes(zone.id)}
                onChange={isOn =>
                  setZoneIds(before =>
                    isOn ? [...before, zone.id] : before.filter(each => each !== zone.id),
                  )
                }
              />
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
