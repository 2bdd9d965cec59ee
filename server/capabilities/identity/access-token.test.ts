import { createHmac, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { get } from '../../testkit/test-app.ts'
import { signAccessToken } from './access-token.ts'
import { identityFixture, signIn, testNow } from './identity.fixture.ts'
import { formatKeyFile, loadKeyRing, openKeyRing, parseKeyFile, rotateKeys } from './key-ring.ts'

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function signedIn() {
  const fixture = await identityFixture()
  const userId = await fixture.addUser('lin', 'super_admin')
  const tokens = await signIn(fixture.app, 'lin', fixture.password)
  const [head = '', body = '', signature = ''] = tokens.accessToken.split('.')
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  return { ...fixture, ...tokens, userId, head, body, signature, payload }
}

describe('access tokens under attack', () => {
  test('[S14] forged tokens are refused: none, HS256 with the public key, another kid, another key, altered claims', async () => {
    const { app, keys, accessToken, head, body, signature, payload } = await signedIn()
    const { kid } = keys.current
    const publicPem = keys.verifying.get(kid)?.export({ type: 'spki', format: 'pem' }).toString() ?? ''
    const hs256 = `${b64({ alg: 'HS256', kid, typ: 'at+jwt' })}.${body}`
    const stranger = generateKeyPairSync('ed25519').privateKey
    const forge = (header: { alg: string; kid?: string; typ?: string }) =>
      new SignJWT(payload).setProtectedHeader(header).sign(stranger)
    const forged = {
      none: `${b64({ alg: 'none', kid, typ: 'at+jwt' })}.${body}.`,
      noneWithSignature: `${b64({ alg: 'none', kid, typ: 'at+jwt' })}.${body}.${signature}`,
      hs256: `${hs256}.${createHmac('sha256', publicPem).update(hs256).digest('base64url')}`,
      ownKeyOurKid: await forge({ alg: 'EdDSA', kid, typ: 'at+jwt' }),
      ownKid: await forge({ alg: 'EdDSA', kid: 'attacker', typ: 'at+jwt' }),
      prototypeKid: await forge({ alg: 'EdDSA', kid: '__proto__', typ: 'at+jwt' }),
      noKid: await forge({ alg: 'EdDSA', typ: 'at+jwt' }),
      longerLife: `${head}.${b64({ ...payload, exp: Number(payload.exp) + 86_400 })}.${signature}`,
      otherUser: `${head}.${b64({ ...payload, sub: '00000000-0000-7000-8000-000000000000' })}.${signature}`,
      cutSignature: accessToken.slice(0, -4),
      empty: '',
      huge: `${head}.${'A'.repeat(100_000)}.${signature}`,
    }
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(200)
    for (const [name, token] of Object.entries(forged)) {
      const answer = await get(app, '/api/me', token)
      expect([name, answer.statusCode]).toEqual([name, 401])
    }
  })

  test('[S14] a token of ours but of another kind, issuer or audience is refused', async () => {
    const { app, keys, payload } = await signedIn()
    const sign = (claims: Record<string, unknown>, typ = 'at+jwt') =>
      new SignJWT({ ...payload, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: keys.current.kid, typ })
        .sign(keys.current.privateKey)
    expect((await get(app, '/api/me', await sign({}))).statusCode).toBe(200)
    for (const token of [
      await sign({ iss: 'elsewhere' }),
      await sign({ aud: 'elsewhere' }),
      await sign({}, 'JWT'),
      await sign({ sid: undefined }),
      await sign({ exp: undefined }),
    ])
      expect((await get(app, '/api/me', token)).statusCode).toBe(401)
  })

  test('[S14] a token ends after fifteen minutes', async () => {
    const { app, accessToken, clock } = await signedIn()
    clock.advanceMs(15 * 60_000 - 1_000)
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(200)
    clock.advanceMs(1_001)
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(401)
  })

  test('[S14] disabling a user or changing his role counts for tokens already given out', async () => {
    const { app, accessToken, db, userId } = await signedIn()
    expect((await get(app, '/api/users', accessToken)).statusCode).toBe(200)
    await db.updateTable('app_user').set({ role: 'office' }).where('id', '=', userId).execute()
    expect((await get(app, '/api/users', accessToken)).statusCode).toBe(403)
    await db.updateTable('app_user').set({ status: 'disabled' }).where('id', '=', userId).execute()
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(401)
  })

  test('[S14] after a rotation the new kid signs, and what the old one signed lives on until it expires', async () => {
    const { app, accessToken, keys, identity, payload, clock } = await signedIn()
    const start = new Date(testNow)
    const first = { keys: [oneKey(start)] }
    const before = openKeyRing(first, keys, start)
    const later = new Date(start.getTime() + 60_000)
    const rotated = parseKeyFile(Buffer.from(formatKeyFile(rotateKeys(first, later))))
    const after = openKeyRing(rotated, keys, later)
    expect(after.current.kid).not.toBe(before.current.kid)
    expect([...after.verifying.keys()]).toEqual([after.current.kid, before.current.kid])
    const longAfter = new Date(later.getTime() + 61 * 60_000)
    expect([...openKeyRing(rotated, keys, longAfter).verifying.keys()]).toEqual([after.current.kid])

    // The ring of a running server exchanged for the rotated one: old and new tokens are both good.
    const subject = { userId: String(payload.sub), familyId: String(payload.sid) }
    const ring = { ...after, verifying: new Map([...after.verifying, ...keys.verifying]) }
    Object.assign(keys, ring)
    const fresh = await signAccessToken(ring, subject, clock.now(), new Date(clock.now().getTime() + 900_000))
    expect(JSON.parse(Buffer.from(fresh.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
      kid: after.current.kid,
    })
    expect((await get(app, '/api/me', accessToken)).statusCode).toBe(200)
    expect((await identity.authenticate(fresh)).id).toBe(payload.sub)
  })

  test('[S6] keys are made on the first start and the same ever after; a damaged file is not replaced silently', () => {
    const secrets = new Map<string, Buffer>()
    const secretFile = (name: string, make: () => string | Uint8Array) => {
      if (!secrets.has(name)) secrets.set(name, Buffer.from(make()))
      return secrets.get(name) as Buffer
    }
    const first = loadKeyRing(secretFile, new Date(testNow))
    expect(loadKeyRing(secretFile, new Date(testNow)).current.kid).toBe(first.current.kid)
    expect([...secrets.keys()].sort()).toEqual([
      'access-keys.json',
      'refresh.key',
      'request-hash.key',
      'second-factor.key',
    ])
    secrets.set('access-keys.json', Buffer.from('{"keys":[]}'))
    expect(() => loadKeyRing(secretFile, new Date(testNow))).toThrow()
  })
})

function oneKey(now: Date) {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    kid: '0011223344556677',
    createdAt: now.toISOString(),
    retiredAt: null,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
