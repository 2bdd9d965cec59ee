import type { userSchema } from '@luckygas/contract/endpoints/identity.ts'
import { listUsers, removeUserSecondFactor, updateUser } from '@luckygas/ui/api/routes/identity.ts'
import { formatInstant } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { NewUserSheet } from './NewUserSheet.tsx'
import { ResetPasswordSheet } from './ResetPasswordSheet.tsx'
import { RoleChoice } from './RoleChoice.tsx'

type User = (typeof userSchema)['_output']

/** Users: who may come in, and as what. */
export function UsersTab() {
  const { t } = useTranslation()
  const act = useAct()
  const users = useRead('users', listUsers, { query: { limit: 200 } })
  const update = useWrite(updateUser, ['users'])
  const removeFactor = useWrite(removeUserSecondFactor, ['users'])
  const [isAdding, setAdding] = useState(false)
  const [resetting, setResetting] = useState<User>()
  const change = (user: User, part: Partial<Pick<User, 'role' | 'status'>>) =>
    act(
      () => update.mutateAsync({ params: { id: user.id }, body: { version: user.version, ...part } }),
      t('word.saved'),
    )
  return (
    <>
      <div className="row part">
        <span className="mut">{t('settings.usersHint')}</span>
        <span className="sp" />
        <button type="button" className="btn accent" onClick={() => setAdding(true)}>
          {t('settings.addUser')}
        </button>
      </div>
      <Loaded query={users} skeleton={<SkeletonRows rows={10} widths={[16, 16, 14, 10, 20]} />}>
        {data => (
          <div className="tw">
            <table className="tbl">
              <thead>
                <tr>
                  <th>{t('login.login')}</th>
                  <th>{t('settings.name')}</th>
                  <th>{t('settings.role')}</th>
                  <th>{t('word.state')}</th>
                  <th>{t('settings.since')}</th>
                  <th>
                    <span className="sr">{t('today.act')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.users.map(user => (
                  <tr key={user.id} className={user.status === 'disabled' ? 'gone' : ''}>
                    <td>{user.login}</td>
                    <td>
                      <b>{user.name}</b>
                    </td>
                    <td>
                      <RoleChoice
                        label={t('settings.roleOf', { name: user.name })}
                        role={user.role}
                        onRole={role => void change(user, { role })}
                      />
                    </td>
                    <td>
                      {t(`settings.status.${user.status}`)}
                      {user.isLocked ? <span className="chip">{t('settings.locked')}</span> : null}
                      {user.hasSecondFactor ? (
                        <button
                          type="button"
                          className="btn xs"
                          title={t('settings.factor.removeOf', { name: user.name })}
                          onClick={() =>
                            void act(
                              () => removeFactor.mutateAsync({ params: { id: user.id } }),
                              t('settings.factor.removed'),
                            )
                          }
                        >
                          {t('settings.factor.chip')} ✕
                        </button>
                      ) : null}
                    </td>
                    <td className="num mut">{formatInstant(user.createdAt)}</td>
                    <td className="r">
                      <button type="button" className="btn xs" onClick={() => setResetting(user)}>
                        {t('settings.reset')}
                      </button>{' '}
                      <button
                        type="button"
                        className="btn xs"
                        onClick={() =>
                          void change(user, { status: user.status === 'active' ? 'disabled' : 'active' })
                        }
                      >
                        {t(user.status === 'active' ? 'settings.disable' : 'settings.enable')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {isAdding ? <NewUserSheet onClose={() => setAdding(false)} /> : null}
      {resetting === undefined ? null : (
        <ResetPasswordSheet user={resetting} onClose={() => setResetting(undefined)} />
      )}
    </>
  )
}
