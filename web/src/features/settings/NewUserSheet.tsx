import type { Role } from '@luckygas/contract/permissions.ts'
import { createUser } from '@luckygas/ui/api/routes/identity.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMe } from '../../shell/session.ts'
import { RoleChoice } from './RoleChoice.tsx'

/** A new user with a first password. */
export function NewUserSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const me = useMe()
  const create = useWrite(createUser, ['users'])
  const [id] = useState(newId)
  const [role, setRole] = useState<Role>('office')
  const form = useForm({ defaultValues: { login: '', name: '', password: '' } })
  const { errors } = form.formState
  const needed = (fault: unknown) => (fault === undefined ? undefined : t('word.needed'))
  const save = form.handleSubmit(async texts => {
    const body = { id, ...texts, role, depotId: me.depotId }
    if (await act(() => create.mutateAsync({ body }), t('settings.userAdded'))) onClose()
  })
  return (
    <Sheet title={t('settings.addUser')} isOpen onClose={onClose}>
      <form className="stack" onSubmit={event => void save(event)} noValidate>
        <Field
          label={t('login.login')}
          autoComplete="off"
          maxLength={80}
          fault={needed(errors.login)}
          {...form.register('login', { required: true })}
        />
        <Field
          label={t('settings.name')}
          maxLength={80}
          fault={needed(errors.name)}
          {...form.register('name', { required: true })}
        />
        <RoleChoice isField label={t('settings.role')} role={role} onRole={setRole} />
        <Field
          label={t('settings.firstPassword')}
          type="password"
          autoComplete="new-password"
          hint={t('settings.passwordRule')}
          fault={errors.password === undefined ? undefined : t('settings.passwordRule')}
          {...form.register('password', { required: true, minLength: 10 })}
        />
        <button type="submit" className="btn accent" disabled={create.isPending}>
          {t('settings.addUser')}
        </button>
      </form>
    </Sheet>
  )
}
