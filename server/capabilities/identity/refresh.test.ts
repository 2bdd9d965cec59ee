import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { code, identityFixture, refreshWith, signIn } from './identity.fixture.ts'
import { judgeToken, reuseGraceMs, successorOf } from './refresh-token.rules.ts'

async function signedIn() {
  const fixture = await identityFixture()
  const userId = await fixture.addUser('lin')
  return { ...fixture, userId, ...(await signIn(fixture.app, 'lin', fixture.password)) }
}

describe('refresh tokens under attack', () => {
  test('[S14] a stolen token that is used after its owner has rotated it ends the whole family', async () => {
    const { app, refreshToken, clock, db } = await signedIn()
    const owner = await refreshWith(app, refreshToken)
    expect(owner.status).toBe(200)
    clock.advanceMs(reuseGraceMs + 1)
    const thief = await refreshWith(app, refreshToken)
    expect([thief.status, code(thief.response), thief.next]).toEqual([
      401,
      'identity.session-ended',
      undefined,
    ])
    expect((await refreshWith(app, owner.next ?? '')).status).toBe(401)
    const ownerToken = owner.response.json<{ accessToken: string }>().accessToken
    expect((await get(app, '/api/me', ownerToken)).statusCode).toBe(401)
    const trail = await db
      .selectFrom('audit')
      .select('action')
      .where('action', '=', 'identity.refresh-reuse')
      .execute()
    expect(trail).toHaveLength(1)
  })

  test('[S14] a thief who is first is found out when the owner comes', async () => {
    const { app, refreshToken, clock } = await signedIn()
    const thief = await refreshWith(app, refreshToken)
    clock.advanceMs(15 * 60_000)
    expect((await refreshWith(app, refreshToken)).status).toBe(401)
    expect((await refreshWith(app, thief.next ?? '')).status).toBe(401)
  })

  test('[S14] two tabs at once, or an answer that was lost, get the same successor; there is never a second line', async () => {
    const { app, refreshToken, clock, db } = await signedIn()
    const tabs = await Promise.all(Array.from({ length: 8 }, () => refreshWith(app, refreshToken)))
    expect(tabs.map(tab => tab.status)).toEqual(Array(8).fill(200))
    expect(new Set(tabs.map(tab => tab.next)).size).toBe(1)
    clock.advanceMs(reuseGraceMs - 1)
    expect((await refreshWith(app, refreshToken)).next).toBe(tabs[0]?.next)
    const { count } = await db
      .selectFrom('refresh_token')
      .select(({ fn }) => fn.countAll<bigint>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(2n)
  })

  test('[S14] the grace ends as soon as the successor is used: a thief inside it ends the family', async () => {
    const { app, refreshToken, clock } = await signedIn()
    const first = await refreshWith(app, refreshToken)
    clock.advanceMs(1_000)
    const second = await refreshWith(app, first.next ?? '')
    clock.advanceMs(1_000)
    expect((await refreshWith(app, refreshToken)).status).toBe(401)
    expect((await refreshWith(app, second.next ?? '')).status).toBe(401)
  })

  test('[S14] a thief inside the grace holds the owner’s own token, and the next rotation of both gives him away', async () => {
    const { app, refreshToken, clock } = await signedIn()
    const owner = await refreshWith(app, refreshToken)
    clock.advanceMs(5_000)
    const thief = await refreshWith(app, refreshToken)
    expect(thief.next).toBe(owner.next)
    clock.advanceMs(14 * 60_000)
    expect((await refreshWith(app, thief.next ?? '')).status).toBe(200)
    clock.advanceMs(60_000)
    expect((await refreshWith(app, owner.next ?? '')).status).toBe(401)
  })

  test('[S14] a token is good for thirty days from its last rotation and unknown ones are refused', async () => {
    const { app, refreshToken, clock } = await signedIn()
    clock.advanceMs(29 * 86_400_000)
    const next = await refreshWith(app, refreshToken)
    expect(next.status).toBe(200)
    clock.advanceMs(30 * 86_400_000)
    expect((await refreshWith(app, next.next ?? '')).status).toBe(401)
    expect((await refreshWith(app, 'A'.repeat(43))).status).toBe(401)
    expect((await app.inject({ method: 'POST', url: '/api/auth/refresh' })).statusCode).toBe(401)
  })

  test('[S14] the database keeps no token, only its SHA-256; a successor is not to be had without the secret', async () => {
    const { refreshToken, db, keys } = await signedIn()
    const rows = await db.selectFrom('refresh_token').select('token_hash').execute()
    expect(rows[0]?.token_hash).toHaveLength(32)
    expect(rows[0]?.token_hash.toString('base64url')).not.toBe(refreshToken)
    expect(successorOf(refreshToken, keys.refreshKey)).not.toBe(successorOf(refreshToken, Buffer.alloc(32)))
  })

  test('[S14] signing out ends refresh and access at once, and clears the cookie', async () => {
    const { app, refreshToken, accessToken } = await signedIn()
    const out = await app.inject({
      method: 'POST',
      url: '/api/auth/logout',
      cookies: { luckygas_refresh: refreshToken },
    })
    expect(out.cookies[0]).toMatchObject({
      name: 'luckygas_refresh',
      value: '',
      maxAge: 0,
      path: '/api/auth',
    })
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(401)
    expect((await refreshWith(app, refreshToken)).status).toBe(401)
  })

  test('[S14] a new password ends every other session and keeps the one that asked', async () => {
    const { app, accessToken, refreshToken, password } = await signedIn()
    const other = await signIn(app, 'lin', password)
    const body = { current: password, next: 'gravel teapot onion' }
    expect((await send(app, 'POST', '/api/auth/password', accessToken, body)).statusCode).toBe(200)
    expect((await get(app, '/api/me', other.accessToken)).statusCode).toBe(401)
    expect((await refreshWith(app, other.refreshToken)).status).toBe(401)
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(200)
    expect((await refreshWith(app, refreshToken)).status).toBe(200)
    await expect(signIn(app, 'lin', password)).rejects.toThrow('wrong-login')
    await signIn(app, 'lin', 'gravel teapot onion')
  })

  test('[S14] what a presented token is follows from five facts', () => {
    const now = new Date('2026-11-22T01:00:00Z')
    const fresh = {
      expiresAt: new Date('2026-12-22'),
      usedAt: null,
      isFamilyRevoked: false,
      isUserActive: true,
      isSuccessorWaiting: false,
    }
    const used = { ...fresh, usedAt: new Date(now.getTime() - 1_000), isSuccessorWaiting: true }
    expect(judgeToken(undefined, now)).toBe('unknown')
    expect(judgeToken(fresh, now)).toBe('fresh')
    expect(judgeToken({ ...fresh, isUserActive: false }, now)).toBe('ended')
    expect(judgeToken({ ...fresh, expiresAt: now }, now)).toBe('ended')
    expect(judgeToken(used, now)).toBe('repeated')
    expect(judgeToken({ ...used, isSuccessorWaiting: false }, now)).toBe('reused')
    expect(judgeToken({ ...used, usedAt: new Date(now.getTime() - reuseGraceMs - 1) }, now)).toBe('reused')
    expect(judgeToken({ ...used, isFamilyRevoked: true }, now)).toBe('ended')
  })
})
