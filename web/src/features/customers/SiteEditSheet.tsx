import { updateSite } from '@luckygas/ui/api/routes/customers.ts'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { AcceptanceGrid } from './AcceptanceGrid.tsx'
import type { Site } from './SiteCard.tsx'

type Texts = Pick<Site, 'gateCode' | 'contactName' | 'accessNote'> & { floor: string }
const slots = ['any', 'morning', 'afternoon', 'evening'] as const
const vehicles = ['any', 'truck', 'motorcycle'] as const

/** Acceptance hours, the way in, and what may drive there. */
export function SiteEditSheet({ site, onClose }: { site: Site; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const update = useWrite(updateSite, ['customers'])
  const { acceptHours, slot, closedWeekdays, closedOnHolidays, vehicleAccess, hasLift } = site
  const [picked, setPicked] = useState({
    acceptHours,
    slot,
    closedWeekdays,
    closedOnHolidays,
    vehicleAccess,
    hasLift,
  })
  const form = useForm<Texts>({
    defaultValues: {
      floor: String(site.floor),
      gateCode: site.gateCode,
      contactName: site.contactName,
      accessNote: site.accessNote,
    },
  })
  const save = form.handleSubmit(async ({ floor, ...texts }) => {
    const body = { version: site.version, ...picked, ...texts, floor: Number(floor) }
    if (await act(() => update.mutateAsync({ params: { id: site.id }, body }), t('word.saved'))) onClose()
  })
  const change = (part: Partial<typeof picked>) => setPicked(before => ({ ...before, ...part }))
  return (
    <Sheet title={t('customers.edit')} isOpen onClose={onClose}>
      <form className="form" onSubmit={event => void save(event)}>
        <div className="full">
          <p className="lab2">{t('customers.acceptance')}</p>
          <AcceptanceGrid {...picked} onChange={change} />
        </div>
        <Choice
          label={t('word.slot')}
          value={picked.slot}
          onChange={value => change({ slot: slots.find(each => each === value) ?? 'any' })}
          options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
        />
        <Choice
          label={t('word.vehicle')}
          value={picked.vehicleAccess}
          onChange={value => change({ vehicleAccess: vehicles.find(each => each === value) ?? 'any' })}
          options={vehicles.map(value => ({ value, text: t(`vehicle.${value}`) }))}
        />
        <Tick
          hasText
          label={t('customers.redDays')}
          isOn={picked.closedOnHolidays}
          onChange={isOn => change({ closedOnHolidays: isOn })}
        />
        <Tick
          hasText
          label={t('customers.lift')}
          isOn={picked.hasLift}
          onChange={isOn => change({ hasLift: isOn })}
        />
        <Field
          label={t('customers.floorLabel')}
          inputMode="numeric"
          fault={form.formState.errors.floor === undefined ? undefined : t('customers.floorFault')}
          {...form.register('floor', {
            validate: text => /^-?\d{1,2}$/.test(text) && Number(text) >= -5 && Number(text) <= 60,
          })}
        />
        <Field label={t('customers.gateLabel')} maxLength={40} {...form.register('gateCode')} />
        <Field label={t('customers.contactLabel')} maxLength={40} {...form.register('contactName')} />
        <div className="full">
          <Field label={t('customers.accessNote')} maxLength={300} {...form.register('accessNote')} />
        </div>
        <div className="full row">
          <span className="sp" />
          <button type="button" className="btn" onClick={onClose}>
            {t('word.cancel')}
          </button>
          <button type="submit" className="btn accent" disabled={update.isPending}>
            {t('word.save')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
