import { createCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { focusFirst } from '../../parts/focus-first.ts'
import { Kbd } from '../../parts/Kbd.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { DigitChoice } from './DigitChoice.tsx'

const kinds = ['household', 'commercial'] as const

interface Props {
  number: string
  onCreated: (code: string) => void
  onCancel: () => void
}

/** A customer who never called before: name and address, then straight to his order. */
export function NewCaller({ number, onCreated, onCancel }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const create = useWrite(createCustomer, ['customers', 'calls'])
  const [ids] = useState(() => ({ id: newId(), siteId: newId() }))
  const [phone, setPhone] = useState(number)
  const [shortName, setName] = useState('')
  const [address, setAddress] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('household')
  const isComplete = shortName.trim() !== '' && address.trim() !== ''
  const save = () =>
    act(
      async () => {
        if (!isComplete || create.isPending) return
        const body = {
          ...ids,
          shortName: shortName.trim(),
          address: address.trim(),
          kind,
          ...(phone.trim() !== '' && { phone: phone.trim() }),
        }
        onCreated((await create.mutateAsync({ body })).code)
      },
      t('customers.created', { name: shortName }),
    )
  return (
    <form
      className="new-caller"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <h2>
        {t('orders.newCaller')}{' '}
        {number === '' ? null : <span className="num mut">{formatPhone(number)}</span>}
      </h2>
      <Field
        label={t('customers.name')}
        isRequired
        ref={focusFirst}
        maxLength={60}
        value={shortName}
        onChange={event => setName(event.target.value)}
      />
      <Field
        label={t('word.address')}
        isRequired
        maxLength={200}
        value={address}
        onChange={event => setAddress(event.target.value)}
      />
      <Field
        label={t('word.phone')}
        inputMode="tel"
        maxLength={20}
        value={phone}
        onChange={event => setPhone(event.target.value)}
      />
      <DigitChoice
        label={t('orders.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map(value => ({ value, text: t(`customers.kind.${value}`) }))}
      />
      <div className="row">
        <button type="submit" className="btn accent" disabled={!isComplete || create.isPending}>
          {t('orders.createAndOrder')} <Kbd keys={['Enter']} />
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {t('word.cancel')}
        </button>
      </div>
    </form>
  )
}
