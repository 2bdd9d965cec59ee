import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { code, identityFixture, logIn, signIn } from './identity.fixture.ts'

describe('signing in', () => {
  test('[S14] the refresh token travels in an HttpOnly, SameSite=Strict cookie of /api/auth only', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('Lin')
    const response = await logIn(app, 'lin', password)
    expect(response.statusCode).toBe(200)
    const cookie = response.cookies.find(each => each.name === 'luckygas_refresh')
    expect(cookie).toMatchObject({
      httpOnly: true,
      sameSite: 'Strict',
      path: '/api/auth',
      maxAge: 30 * 86_400,
    })
    expect(cookie?.value).toMatch(/^[\w-]{43}$/)
    expect(response.body).not.toContain(cookie?.value)
    expect(response.json()).toMatchObject({ me: { login: 'Lin', role: 'office', driverId: null } })
  })

  test('[S14] a token of one login answers who is signed in, and none answers 401', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('lin')
    const { accessToken } = await signIn(app, 'lin', password)
    expect((await get(app, '/api/me', accessToken)).json()).toMatchObject({ login: 'lin' })
    expect((await app.inject('/api/me')).statusCode).toBe(401)
  })

  test('[S14] unknown login, wrong password and disabled user are refused in the same words for the same work', async () => {
    const { app, addUser, password, counted, db } = await identityFixture()
    await addUser('lin')
    const disabled = await addUser('gone')
    await db.updateTable('app_user').set({ status: 'disabled' }).where('id', '=', disabled).execute()
    const answers = []
    for (const [login, word] of [
      ['nobody', password],
      ['lin', 'wrong password here'],
      ['gone', password],
    ] as const) {
      const before = counted.verifications
      const response = await logIn(app, login, word)
      const { traceId: _traceId, ...body } = response.json<Record<string, unknown>>()
      answers.push({ body, status: response.statusCode, work: counted.verifications - before })
    }
    expect(answers[0]).toEqual({
      status: 401,
      work: 1,
      body: expect.objectContaining({ code: 'identity.wrong-login' }),
    })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('[S14] five failures lock an account for fifteen minutes, the right password included, and an unknown login alike', async () => {
    const { app, addUser, password, clock, db } = await identityFixture()
    const id = await addUser('lin')
    for (const login of ['lin', 'nobody']) {
      const codes: string[] = []
      for (let attempt = 1; attempt <= 6; attempt += 1)
        codes.push(code(await logIn(app, login, 'wrong password')))
      expect(codes).toEqual([...Array(5).fill('identity.wrong-login'), 'identity.locked'])
    }
    const locked = await logIn(app, 'lin', password)
    expect(code(locked)).toBe('identity.locked')
    expect(locked.headers['retry-after']).toBe('900')
    const trail = await db
      .selectFrom('audit')
      .select('entity_id')
      .where('action', '=', 'identity.lock')
      .execute()
    expect(trail).toEqual([{ entity_id: id }])
    clock.advanceMs(15 * 60_000 + 1)
    expect((await logIn(app, 'lin', password)).statusCode).toBe(200)
  })

  test('[S14] a success forgets the failures before it', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('lin')
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) await logIn(app, 'lin', 'wrong password')
      expect((await logIn(app, 'lin', password)).statusCode).toBe(200)
    }
  })

  test('[S14] thirty guesses at once are counted one by one: no more than five are looked at', async () => {
    const { app, addUser, counted } = await identityFixture()
    await addUser('lin')
    const guesses = Array.from({ length: 30 }, (_, n) =>
      logIn(app, 'lin', `guess number ${n}`, `198.51.100.${n}`),
    )
    const codes = (await Promise.all(guesses)).map(code)
    expect(counted.verifications).toBe(5)
    expect(codes.filter(each => each === 'identity.locked')).toHaveLength(25)
  })

  test('[S14] an address that fails thirty times is turned away whatever the login; another address is not', async () => {
    const { app, addUser, password, clock } = await identityFixture()
    await addUser('lin')
    for (let attempt = 0; attempt < 30; attempt += 1) await logIn(app, `stuffed-${attempt}`, 'wrong password')
    const refused = await logIn(app, 'lin', password)
    expect([refused.statusCode, code(refused)]).toEqual([429, 'identity.too-many-attempts'])
    expect((await logIn(app, 'lin', password, '192.0.2.2')).statusCode).toBe(200)
    clock.advanceMs(16 * 60_000)
    expect((await logIn(app, 'lin', password)).statusCode).toBe(200)
  })

  test('[S14] guessing the current password with a stolen access token locks too', async () => {
    const { app, addUser, password } = await identityFixture()
    await addUser('lin')
    const { accessToken } = await signIn(app, 'lin', password)
    const codes: string[] = []
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const body = { current: `guess number ${attempt}`, next: 'gravel teapot onion' }
      codes.push(code(await send(app, 'POST', '/api/auth/password', accessToken, body)))
    }
    expect(codes).toEqual([...Array(5).fill('identity.wrong-password'), 'identity.locked'])
  })
})
