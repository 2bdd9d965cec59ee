import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { code, identityFixture, refreshWith, signIn } from './identity.fixture.ts'
import {
  makeRecoveryCodes,
  makeSecret,
  openSecret,
  readRecoveryCode,
  sealSecret,
  stepOfCode,
} from './second-factor.rules.ts'

type Fixture = Awaited<ReturnType<typeof identityFixture>>

/** What a person's phone shows at an instant: another implementation's view of the same secret is the RFC's. */
const shownAt = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at.getTime() })

const logInWith = (app: FastifyInstance, login: string, password: string, typed?: string) =>
  app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { login, password, ...(typed !== undefined && { code: typed }) },
    remoteAddress: '192.0.2.1',
  })

/** A user with a confirmed second factor, half a minute after its first code. */
async function withFactor(fixture: Fixture, login = 'lin') {
  const { app, addUser, password, clock } = fixture
  const id = await addUser(login)
  const { accessToken } = await signIn(app, login, password)
  const offer = await send(app, 'POST', '/api/auth/second-factor', accessToken, { password })
  expect(offer.statusCode).toBe(200)
  const { secret, uri, qrSvg } = offer.json<{ secret: string; uri: string; qrSvg: string }>()
  expect(uri).toContain(`secret=${secret}`)
  expect(qrSvg).toContain('<svg')
  expect((await logInWith(app, login, password)).statusCode).toBe(200)
  const first = shownAt(secret, clock.now())
  const confirmed = await send(app, 'POST', '/api/auth/second-factor/confirm', accessToken, { code: first })
  expect(confirmed.statusCode).toBe(200)
  const { recoveryCodes } = confirmed.json<{ recoveryCodes: string[] }>()
  clock.advanceMs(31_000)
  return { id, accessToken, secret, recoveryCodes, first }
}

describe('second factor', () => {
  test('[S14] once confirmed, the password alone opens nothing, and each code opens once', async () => {
    const fixture = await identityFixture()
    const { app, password, clock } = fixture
    const { accessToken, secret, first } = await withFactor(fixture)
    expect((await get(app, '/api/me', accessToken)).json()).toMatchObject({ hasSecondFactor: true })
    expect(code(await logInWith(app, 'lin', password))).toBe('identity.code-needed')
    expect(code(await logInWith(app, 'lin', password, first))).toBe('identity.wrong-code')
    const now = shownAt(secret, clock.now())
    expect((await logInWith(app, 'lin', password, `${now.slice(0, 3)} ${now.slice(3)}`)).statusCode).toBe(200)
    expect(code(await logInWith(app, 'lin', password, now))).toBe('identity.wrong-code')
  })

  test('[S14] one code sent ten times at once opens one session', async () => {
    const fixture = await identityFixture()
    const { app, password, clock, db } = fixture
    const { secret } = await withFactor(fixture)
    await db.updateTable('parameter').set({ value: '50' }).where('name', '=', 'login.lock-after').execute()
    const now = shownAt(secret, clock.now())
    const answers = await Promise.all(Array.from({ length: 10 }, () => logInWith(app, 'lin', password, now)))
    expect(answers.filter(answer => answer.statusCode === 200)).toHaveLength(1)
  })

  test('[S14] a phone half a minute off is understood, one a minute and a half off is not', async () => {
    const fixture = await identityFixture()
    const { app, password, clock } = fixture
    const { secret } = await withFactor(fixture)
    const off = (seconds: number) => shownAt(secret, new Date(clock.now().getTime() + seconds * 1000))
    expect(code(await logInWith(app, 'lin', password, off(90)))).toBe('identity.wrong-code')
    expect((await logInWith(app, 'lin', password, off(30))).statusCode).toBe(200)
  })

  test('[S14] whoever knows the password cannot guess codes: wrong ones lock the account, asking in between does not help', async () => {
    const fixture = await identityFixture()
    const { app, password, clock, db } = fixture
    const { id, secret } = await withFactor(fixture)
    const codes: string[] = []
    for (const typed of ['000000', undefined, '000001', undefined, '000002', '000003', undefined])
      codes.push(code(await logInWith(app, 'lin', password, typed)))
    expect(codes.at(-1)).toBe('identity.locked')
    expect(code(await logInWith(app, 'lin', password, shownAt(secret, clock.now())))).toBe('identity.locked')
    const audited = await db
      .selectFrom('audit')
      .select('action')
      .where('entity_id', '=', id)
      .where('action', '=', 'identity.lock')
      .execute()
    expect(audited).toHaveLength(1)
  })

  test('[S14] a recovery code opens once, however it is typed, and no other opens', async () => {
    const fixture = await identityFixture()
    const { app, password } = fixture
    const { recoveryCodes } = await withFactor(fixture)
    expect(new Set(recoveryCodes).size).toBe(10)
    const [one = ''] = recoveryCodes
    expect((await logInWith(app, 'lin', password, one.toLowerCase().replace('-', ' '))).statusCode).toBe(200)
    expect(code(await logInWith(app, 'lin', password, one))).toBe('identity.wrong-code')
    expect(code(await logInWith(app, 'lin', password, 'AAAAA-AAAAA'))).toBe('identity.wrong-code')
  })

  test('[S14] neither the secret nor a recovery code lies open in the database, nor in what is kept for replays', async () => {
    const fixture = await identityFixture()
    const { db } = fixture
    const { secret, recoveryCodes } = await withFactor(fixture)
    const tables = ['second_factor', 'recovery_code', 'audit', 'idempotency_key', 'outbox_event'] as const
    for (const table of tables) {
      const rows = await db.selectFrom(table).selectAll().execute()
      const text = JSON.stringify(rows, (_key, value) =>
        typeof value === 'bigint' ? String(value) : Buffer.isBuffer(value) ? value.toString('latin1') : value,
      )
      for (const word of [secret, ...recoveryCodes]) expect(text).not.toContain(word)
    }
  })

  test('[S14] a long answer with a secret is never compressed, so that its length tells nothing', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('lin')
    const { accessToken } = await signIn(app, 'lin', password)
    const offer = await app.inject({
      method: 'POST',
      url: '/api/auth/second-factor',
      payload: { password },
      headers: { authorization: `Bearer ${accessToken}`, 'accept-encoding': 'gzip' },
    })
    expect(offer.rawPayload.length).toBeGreaterThan(2_048)
    expect(offer.headers['content-encoding']).toBeUndefined()
  })

  test('[S14] setting it up asks for the password, and an unconfirmed one is asked of nobody', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('lin')
    const { accessToken } = await signIn(app, 'lin', password)
    const begin = (word: string) =>
      send(app, 'POST', '/api/auth/second-factor', accessToken, { password: word })
    expect(code(await begin('wrong password here'))).toBe('identity.wrong-password')
    await begin(password)
    const wrong = await send(app, 'POST', '/api/auth/second-factor/confirm', accessToken, { code: '000000' })
    expect(code(wrong)).toBe('identity.wrong-code')
    expect((await logInWith(app, 'lin', password)).statusCode).toBe(200)
  })

  test('[S14] confirming ends every other session; a confirmed one is not replaced, but removed with the password', async () => {
    const fixture = await identityFixture()
    const { app, addUser, password, clock } = fixture
    await addUser('mei')
    const other = await signIn(app, 'mei', password)
    const { accessToken } = await signIn(app, 'mei', password)
    const post = (path: string, body: object) => send(app, 'POST', path, accessToken, body)
    const { secret } = (await post('/api/auth/second-factor', { password })).json<{ secret: string }>()
    await post('/api/auth/second-factor/confirm', { code: shownAt(secret, clock.now()) })
    expect((await refreshWith(app, other.refreshToken)).status).toBe(401)
    expect(code(await post('/api/auth/second-factor', { password }))).toBe('identity.second-factor-set')
    expect(code(await post('/api/auth/second-factor/remove', { password: 'no such word' }))).toBe(
      'identity.wrong-password',
    )
    expect((await post('/api/auth/second-factor/remove', { password })).statusCode).toBe(200)
    expect((await logInWith(app, 'mei', password)).statusCode).toBe(200)
    expect(code(await post('/api/auth/second-factor/remove', { password }))).toBe(
      'identity.second-factor-unset',
    )
  })

  test('[S14] [N1] an administrator sees who has one and takes it from whoever lost the phone', async () => {
    const fixture = await identityFixture()
    const { app, addUser, password } = fixture
    const { id } = await withFactor(fixture)
    await addUser('root', 'super_admin')
    const { accessToken } = await signIn(app, 'root', password)
    const seen = async () =>
      (await get(app, '/api/users', accessToken))
        .json<{ users: { login: string; hasSecondFactor: boolean }[] }>()
        .users.map(user => [user.login, user.hasSecondFactor])
    expect(await seen()).toEqual([
      ['lin', true],
      ['root', false],
    ])
    const path = `/api/users/${id}/second-factor/remove`
    expect((await send(app, 'POST', path, accessToken, {})).statusCode).toBe(200)
    expect((await logInWith(app, 'lin', password)).statusCode).toBe(200)
    expect(await seen()).toContainEqual(['lin', false])
  })
})

describe('second factor rules', () => {
  test('[S14] codes are those of RFC 6238 for the same secret', () => {
    // Appendix B: the ASCII secret "12345678901234567890"; the table has eight digits, of which ours are the last six.
    const secret = Buffer.from('12345678901234567890')
    for (const [seconds, shown] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const)
      expect(stepOfCode(secret, shown, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
    expect(stepOfCode(secret, '287083', new Date(59_000))).toBeUndefined()
    expect(stepOfCode(secret, '28708a', new Date(59_000))).toBeUndefined()
  })

  test('[S14] a sealed secret opens for its own user and key alone', () => {
    const key = Buffer.alloc(32, 7)
    const { bytes } = makeSecret('幸福氣', 'lin')
    const sealed = sealSecret(key, 'a', bytes)
    expect(openSecret(key, 'a', sealed)).toEqual(bytes)
    expect(() => openSecret(key, 'b', sealed)).toThrow()
    expect(() => openSecret(Buffer.alloc(32, 8), 'a', sealed)).toThrow()
  })

  test('[S14] recovery codes are read as they are typed, and nothing else is taken for one', () => {
    for (const each of makeRecoveryCodes()) {
      expect(each).toMatch(/^[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}$/)
      expect(readRecoveryCode(` ${each.toLowerCase().replace('-', '')} `)).toBe(each)
    }
    expect(readRecoveryCode('123456')).toBeUndefined()
    expect(readRecoveryCode('K7QW4-M2XP!')).toBeUndefined()
  })
})
