import { type Role, roles } from '@luckygas/contract/permissions.ts'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'

/** One of the seven roles. */
export function RoleChoice({
  label,
  role,
  onRole,
  isField = false,
}: {
  label: string
  role: Role
  onRole: (role: Role) => void
  isField?: boolean
}) {
  const { t } = useTranslation()
  return (
    <div className={isField ? '' : 'quiet-choice'}>
      <Choice
        isCompact={!isField}
        label={label}
        value={role}
        onChange={value => onRole(roles.find(each => each === value) ?? role)}
        options={roles.map(value => ({ value, text: t(`role.${value}`) }))}
      />
    </div>
  )
}
