import { resetPassword } from '@luckygas/ui/api/routes/identity.ts'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'

/** A new password for someone, to be replaced at the next login. */
export function ResetPasswordSheet({
  user,
  onClose,
}: {
  user: { id: string; name: string }
  onClose: () => void
}) {
  const { t } = useTranslation()
  const act = useAct()
  const reset = useWrite(resetPassword, ['users'])
  const form = useForm({ defaultValues: { password: '' } })
  const save = form.handleSubmit(async body => {
    if (await act(() => reset.mutateAsync({ params: { id: user.id }, body }), t('settings.resetDone')))
      onClose()
  })
  return (
    <Sheet title={t('settings.resetOf', { name: user.name })} isOpen onClose={onClose}>
      <form className="stack" onSubmit={event => void save(event)} noValidate>
        <Field
          label={t('settings.newPassword')}
          type="password"
          autoComplete="new-password"
          hint={t('settings.passwordRule')}
          fault={form.formState.errors.password === undefined ? undefined : t('settings.passwordRule')}
          {...form.register('password', { required: true, minLength: 10 })}
        />
        <button type="submit" className="btn accent" disabled={reset.isPending}>
          {t('settings.reset')}
        </button>
      </form>
    </Sheet>
  )
}
