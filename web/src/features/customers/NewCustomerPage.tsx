import { createCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { useAct } from '../../parts/use-act.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import './customers.css'

interface Texts {
  shortName: string
  phone: string
  address: string
  zone: string
  siteType: string
  floor: string
}
const kinds = ['commercial', 'household'] as const
const settlements = ['cash', 'monthly', 'collect'] as const

/** A new customer with one place of delivery. */
export function NewCustomerPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('customers.new')}>
      <Permitted to="customers.edit">
        <Panel title={t('customers.new')} className="scroll">
          <CustomerForm />
        </Panel>
      </Permitted>
    </Page>
  )
}

function CustomerForm() {
  const { t } = useTranslation()
  const act = useAct()
  const navigate = useNavigate()
  const create = useWrite(createCustomer, ['customers'])
  const [ids] = useState(() => ({ id: newId(), siteId: newId() }))
  const [kind, setKind] = useState<(typeof kinds)[number]>('household')
  const [settlement, setSettlement] = useState<(typeof settlements)[number]>('cash')
  const [hasLift, setLift] = useState(false)
  const form = useForm<Texts>({
    defaultValues: { shortName: '', phone: '', address: '', zone: '', siteType: '', floor: '1' },
  })
  const { errors } = form.formState
  const save = form.handleSubmit(async ({ shortName, phone, address, zone, siteType, floor }) => {
    const optional = Object.fromEntries(
      Object.entries({ phone, zone, siteType }).filter(([, text]) => text.trim() !== ''),
    )
    const body = { ...ids, shortName, kind, address, settlement, floor: Number(floor), hasLift, ...optional }
    await act(
      async () => {
        const customer = await create.mutateAsync({ body })
        void navigate(paths.newOrder({ customer: customer.code }))
      },
      t('customers.created', { name: shortName }),
    )
  })
  const needed = { required: true, validate: (text: string) => text.trim() !== '' }
  return (
    <form className="form page-form" onSubmit={event => void save(event)} noValidate>
      <Field
        label={t('customers.name')}
        isRequired
        autoFocus
        maxLength={60}
        fault={errors.shortName === undefined ? undefined : t('word.needed')}
        {...form.register('shortName', needed)}
      />
      <Field
        label={t('word.phone')}
        inputMode="tel"
        maxLength={20}
        fault={errors.phone === undefined ? undefined : t('customers.phoneFault')}
        {...form.register('phone', { pattern: /^[0-9+\-#() ]*$/ })}
      />
      <Choice
        label={t('customers.kindLabel')}
        value={kind}
        onChange={value => setKind(kinds.find(each => each === value) ?? 'household')}
        options={kinds.map(value => ({ value, text: t(`customers.kind.${value}`) }))}
      />
      <div className="full">
        <Field
          label={t('word.address')}
          isRequired
          maxLength={200}
          fault={errors.address === undefined ? undefined : t('word.needed')}
          {...form.register('address', needed)}
        />
      </div>
      <Field label={t('word.zone')} maxLength={20} {...form.register('zone')} />
      <Field label={t('customers.siteType')} maxLength={20} {...form.register('siteType')} />
      <Choice
        label={t('word.settlement')}
        value={settlement}
        onChange={value => setSettlement(settlements.find(each => each === value) ?? 'cash')}
        options={settlements.map(value => ({ value, text: t(`settlement.${value}`) }))}
      />
      <Field
        label={t('customers.floorLabel')}
        inputMode="numeric"
        fault={errors.floor === undefined ? undefined : t('customers.floorFault')}
        {...form.register('floor', {
          validate: text => /^-?\d{1,2}$/.test(text) && Number(text) >= -5 && Number(text) <= 60,
        })}
      />
      <Tick hasText label={t('customers.lift')} isOn={hasLift} onChange={setLift} />
      <div className="full row">
        <span className="mut">{t('customers.thenOrder')}</span>
        <span className="sp" />
        <button type="submit" className="btn accent" disabled={create.isPending}>
          {t('customers.create')}
        </button>
      </div>
    </form>
  )
}
