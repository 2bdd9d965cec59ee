import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'
import { roles } from '@luckygas/contract/permissions.ts'
import { describe, expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { runWrite } from '../../platform/database/write.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { foundCompany, makeAdmin } from '../admin/admin.api.ts'
import { argon2Hasher, createFirstUsers, readUserNames } from './identity.api.ts'
import { code, identityFixture, logIn, refreshWith, signIn } from './identity.fixture.ts'

async function withAdmin() {
  const fixture = await identityFixture()
  const adminId = await fixture.addUser('boss', 'super_admin')
  const { accessToken } = await signIn(fixture.app, 'boss', fixture.password)
  const create = (login: string, password = 'gravel teapot onion') =>
    send(fixture.app, 'POST', '/api/users', accessToken, {
      id: uuidv7(fixture.clock.now().getTime()),
      login,
      name: login,
      role: 'office',
      depotId: null,
      password,
    })
  return { ...fixture, adminId, accessToken, create }
}

describe('users', () => {
  test('[N1] a user is added once, with a login of his own and a password worth the name', async () => {
    const { create, app } = await withAdmin()
    expect((await create('chen')).json()).toMatchObject({ login: 'chen', status: 'active', version: 1 })
    expect(code(await create('CHEN'))).toBe('identity.login-taken')
    expect(code(await create('wu', 'password1234'))).toBe('identity.weak-password')
    expect((await signIn(app, 'chen', 'gravel teapot onion')).accessToken).toBeTruthy()
    expect((await logIn(app, 'chen', 'gravel teapot onion')).json()).toMatchObject({
      me: { mustChangePassword: true },
    })
  })

  test('[N1] the last super administrator stays; with two, even at once, one of them stays', async () => {
    const { app, adminId, accessToken, addUser, db } = await withAdmin()
    const patch = (id: string, body: object) => send(app, 'PATCH', `/api/users/${id}`, accessToken, body)
    expect(code(await patch(adminId, { version: 1, role: 'office' }))).toBe('identity.last-super-admin')
    expect(code(await patch(adminId, { version: 1, status: 'disabled' }))).toBe('identity.last-super-admin')
    const second = await addUser('second', 'super_admin')
    const both = await Promise.all([
      patch(adminId, { version: 1, status: 'disabled' }),
      patch(second, { version: 1, status: 'disabled' }),
    ])
    expect(both.map(each => each.statusCode).sort()).not.toEqual([200, 200])
    const left = await db.selectFrom('app_user').select('id').where('status', '=', 'active').execute()
    expect(left).toHaveLength(1)
  })

  test('[S14][N1] disabling ends the user’s sessions; a stale version changes nothing; the trail keeps before and after', async () => {
    const { app, accessToken, addUser, password, db } = await withAdmin()
    const id = await addUser('chen')
    const chen = await signIn(app, 'chen', password)
    const patch = (body: object) => send(app, 'PATCH', `/api/users/${id}`, accessToken, body)
    expect((await patch({ version: 1, name: '陳小姐' })).json()).toMatchObject({ version: 2 })
    expect(code(await patch({ version: 1, status: 'disabled' }))).toBe('request.stale-version')
    expect((await get(app, '/api/me', chen.accessToken)).statusCode).toBe(200)
    expect((await patch({ version: 2, status: 'disabled' })).statusCode).toBe(200)
    expect((await get(app, '/api/me', chen.accessToken)).statusCode).toBe(401)
    const trail = await db
      .selectFrom('audit')
      .select(['before', 'after', 'actor_role'])
      .where('entity_id', '=', id)
      .where('action', '=', 'identity.update-user')
      .orderBy('id')
      .execute()
    expect(trail[1]).toMatchObject({
      actor_role: 'super_admin',
      before: { status: 'active', name: '陳小姐' },
      after: { status: 'disabled' },
    })
    expect(JSON.stringify(trail)).not.toContain('argon2')
  })

  test('[S14] a reset password lifts the lock, ends the sessions and must be changed', async () => {
    const { app, accessToken, addUser, password } = await withAdmin()
    const id = await addUser('chen')
    const chen = await signIn(app, 'chen', password)
    for (let attempt = 0; attempt < 5; attempt += 1) await logIn(app, 'chen', 'wrong password')
    expect((await get(app, '/api/users', accessToken)).json()).toMatchObject({
      users: [
        { login: 'boss', isLocked: false },
        { login: 'chen', isLocked: true },
      ],
    })
    const reset = await send(app, 'POST', `/api/users/${id}/password`, accessToken, {
      password: 'gravel teapot onion',
    })
    expect(reset.statusCode).toBe(200)
    expect((await get(app, '/api/me', chen.accessToken)).statusCode).toBe(401)
    expect((await logIn(app, 'chen', 'gravel teapot onion')).json()).toMatchObject({
      me: { mustChangePassword: true },
    })
  })

  test('[S14] with a given password a person may look who he is, change it, sign out, and nothing else', async () => {
    const { create, app, identity } = await withAdmin()
    await create('chen')
    const chen = await signIn(app, 'chen', 'gravel teapot onion')
    const { accessToken } = chen
    const refused = [
      await get(app, '/api/users', accessToken),
      await send(app, 'PUT', '/api/me/preferences', accessToken, { locale: 'en' }),
    ]
    expect(refused.map(answer => [answer.statusCode, code(answer)])).toEqual(
      Array(2).fill([403, 'identity.must-change-password']),
    )
    await expect(identity.authenticate(accessToken)).rejects.toMatchObject({
      code: 'identity.must-change-password',
    })
    expect((await get(app, '/api/me', accessToken)).json()).toMatchObject({ mustChangePassword: true })
    const { response, status } = await refreshWith(app, chen.refreshToken)
    expect(status).toBe(200)
    const next = { current: 'gravel teapot onion', next: 'walnut ladder orange' }
    const fresh = response.json<{ accessToken: string }>().accessToken
    expect((await send(app, 'POST', '/api/auth/password', fresh, next)).statusCode).toBe(200)
    expect((await send(app, 'PUT', '/api/me/preferences', fresh, { locale: 'en' })).statusCode).toBe(200)
  })

  test('[N1] users are paged by login', async () => {
    const { app, accessToken, addUser } = await withAdmin()
    for (const login of ['Chen', 'a-lin', 'wu']) await addUser(login)
    const first = (await get(app, '/api/users?limit=2', accessToken)).json()
    expect(first).toMatchObject({ users: [{ login: 'a-lin' }, { login: 'boss' }], nextCursor: 'boss' })
    const second = (await get(app, '/api/users?limit=3&cursor=boss', accessToken)).json()
    expect(second).toMatchObject({ users: [{ login: 'Chen' }, { login: 'wu' }], nextCursor: null })
  })

  test('[S14] neither a copy of the database nor the log of writes helps to guess a password', async () => {
    const { create, db } = await withAdmin()
    await create('chen')
    const keys = await db.selectFrom('idempotency_key').select(['request_hash', 'answer']).execute()
    expect(keys).toHaveLength(1)
    expect(JSON.stringify(keys[0]?.answer)).not.toContain('gravel')
  })

  test('[S14][N1] a new company gets one user a role, each with a password of its own that works', async () => {
    const { app, db, clock } = await identityFixture()
    const { answer: logins } = await runWrite(
      { db, clock },
      { actor: systemActor, traceId: 'test' },
      async context => {
        const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
        const depotId = await foundCompany(context, { name: '示範瓦斯行', isDemo: true, depot })
        return createFirstUsers(context, argon2Hasher, depotId)
      },
    )
    expect(logins.map(each => each.role)).toEqual([...roles])
    expect(new Set(logins.map(each => each.password)).size).toBe(7)
    for (const { login, password, role } of logins) {
      expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
      const answer = (await logIn(app, login, password)).json()
      expect(answer).toMatchObject({ me: { role, company: { name: '示範瓦斯行', isDemo: true } } })
    }
  })

  test('[N1] the audit trail is read newest first, by entity, with the actor’s name, page by page', async () => {
    const { db, clock, addUser, identity, adminId, password, app } = await withAdmin()
    const id = await addUser('chen')
    const admin = makeAdmin({ readUserNames })
    const audit = await testApp({ db, clock, routes: admin.routes, authenticate: identity.authenticate })
    const { accessToken } = await signIn(app, 'boss', password)
    await send(app, 'PATCH', `/api/users/${id}`, accessToken, { version: 1, name: '陳' })
    const page = (await get(audit, `/api/audit?entity=user&entityId=${id}&limit=1`, accessToken)).json()
    expect(page.entries[0]).toMatchObject({ actorName: 'boss', action: 'identity.update-user', entityId: id })
    const rest = (
      await get(audit, `/api/audit?entity=user&entityId=${id}&cursor=${page.nextCursor}`, accessToken)
    ).json()
    expect(rest.entries.map((entry: { action: string }) => entry.action)).toEqual(['identity.create-user'])
    expect((await get(audit, '/api/audit?cursor=x', accessToken)).statusCode).toBe(400)
    expect(adminId).toBeTruthy()
  })
})
