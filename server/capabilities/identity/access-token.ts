import { jwtVerify, SignJWT } from 'jose'
import type { KeyRing } from './key-ring.ts'

const issuer = 'luckygas'
const audience = 'luckygas'
const type = 'at+jwt'
const longestToken = 2_048

/** Who a token speaks for: a user in one family of sessions. Roles are not in it; they are read when it is used. */
export interface TokenSubject {
  userId: string
  familyId: string
}

/** Signs an access token (RFC 9068 shape, EdDSA with Ed25519) good until `expiresAt`. */
export function signAccessToken(
  keys: KeyRing,
  subject: TokenSubject,
  now: Date,
  expiresAt: Date,
): Promise<string> {
  return new SignJWT({ sid: subject.familyId })
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.current.kid, typ: type })
    .setSubject(subject.userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(seconds(now))
    .setExpirationTime(seconds(expiresAt))
    .sign(keys.current.privateKey)
}

/**
 * Checks an access token: signature by a key of the ring, EdDSA and nothing else, our issuer and type, not expired.
 * Undefined for every token that is not good; the reason is nobody's business.
 */
export async function readAccessToken(
  keys: KeyRing,
  token: string,
  now: Date,
): Promise<TokenSubject | undefined> {
  if (token.length > longestToken) return undefined
  try {
    const { payload } = await jwtVerify(
      token,
      header => {
        const key = keys.verifying.get(header.kid ?? '')
        if (!key) throw new Error('no such key')
        return key
      },
      {
        algorithms: ['EdDSA'],
        issuer,
        audience,
        typ: type,
        currentDate: now,
        requiredClaims: ['exp', 'sub', 'sid'],
      },
    )
    return typeof payload.sid === 'string' && payload.sub
      ? { userId: payload.sub, familyId: payload.sid }
      : undefined
  } catch {
    return undefined
  }
}

const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000)
