import { createHash, createHmac } from 'node:crypto'

/**
 * How long after its first use a refresh token is answered with the same successor again. Phones lose answers: the
 * client gives up on a request after 20 s and asks again, so anything shorter signs drivers out on a bad line.
 *
 * Why this does not help a thief: the successor is a function of the token, so a repeated request gets the very token
 * that the first one got and no second line of tokens ever exists. Thief and owner then hold the same token, and the
 * next time both present it more than the grace apart (access tokens live fifteen minutes) the second one is a reuse
 * and ends the family. A successor that has been used ends the grace at once.
 */
export const reuseGraceMs = 30_000

/** What the database keeps of a token: 256 random bits need no salt and no slow hash. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The token that follows another: HMAC-SHA-256 under the installation's own secret, 256 bits. */
export function successorOf(token: string, refreshKey: Buffer): string {
  return createHmac('sha256', refreshKey).update(`luckygas refresh successor\n${token}`).digest('base64url')
}

export type Presented = 'unknown' | 'ended' | 'fresh' | 'repeated' | 'reused'

/** What a presented token is, as a table: the first line that holds decides. */
export function judgeToken(
  token:
    | {
        expiresAt: Date
        usedAt: Date | null
        isFamilyRevoked: boolean
        isUserActive: boolean
        /** The successor given out is the one this token derives, and nobody has used it yet. */
        isSuccessorWaiting: boolean
      }
    | undefined,
  now: Date,
): Presented {
  if (!token) return 'unknown'
  if (token.isFamilyRevoked || !token.isUserActive) return 'ended'
  if (token.usedAt) {
    const isWithinGrace = now.getTime() - token.usedAt.getTime() <= reuseGraceMs
    return isWithinGrace && token.isSuccessorWaiting ? 'repeated' : 'reused'
  }
  return token.expiresAt <= now ? 'ended' : 'fresh'
}
