import { changePassword } from '@luckygas/ui/api/routes/identity.ts'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMe } from '../../shell/session.ts'

interface Passwords {
  current: string
  next: string
  again: string
}
const shortest = 10

/** The own password; every other session ends. */
export function PasswordForm() {
  const { t } = useTranslation()
  const act = useAct()
  const me = useMe()
  const change = useWrite(changePassword, [])
  const form = useForm<Passwords>({ defaultValues: { current: '', next: '', again: '' } })
  const { errors } = form.formState
  const save = form.handleSubmit(async ({ current, next }) => {
    const isDone = await act(
      () => change.mutateAsync({ body: { current, next } }),
      t('settings.passwordChanged'),
    )
    if (!isDone) return
    form.reset()
    api.session.updateMe({ ...me, mustChangePassword: false })
  })
  return (
    <form className="stack" onSubmit={event => void save(event)} noValidate>
      <Field
        label={t('settings.currentPassword')}
        type="password"
        autoComplete="current-password"
        fault={errors.current === undefined ? undefined : t('word.needed')}
        {...form.register('current', { required: true })}
      />
      <Field
        label={t('settings.newPassword')}
        type="password"
        autoComplete="new-password"
        hint={t('settings.passwordRule')}
        fault={errors.next === undefined ? undefined : t('settings.passwordRule')}
        {...form.register('next', { required: true, minLength: shortest })}
      />
      <Field
        label={t('settings.again')}
        type="password"
        autoComplete="new-password"
        fault={errors.again === undefined ? undefined : t('settings.notSame')}
        {...form.register('again', { validate: (text, all) => text === all.next })}
      />
      <button type="submit" className="btn accent" disabled={change.isPending}>
        {t('settings.changePassword')}
      </button>
    </form>
  )
}
