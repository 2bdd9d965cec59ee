import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'

/** How the telephone exchange proves itself. */
export interface CallsSettings {
  secret: string
  /** Addresses and networks (CIDR) the exchange speaks from. */
  from: readonly string[]
}

export interface CallEvent {
  callId: string
  event: 'ringing' | 'answered' | 'ended'
  from: string
  to: string
  extension: string
  attestation?: 'A' | 'B' | 'C' | 'failed' | undefined
}

export interface ExchangeProof {
  clientAddress: string
  authorization: string | undefined
  signature: string | undefined
}

/** A signed event is believed this long, so that one overheard is soon worth nothing. */
export const signatureSeconds = 300

/**
 * Whether an event comes from the exchange: its address is one of those agreed, and it either knows the secret
 * (`Bearer`) or has signed the event with it (`t=<unix seconds>,v1=<hex HMAC-SHA256>`), within five minutes.
 */
export function isExchange(
  settings: CallsSettings,
  proof: ExchangeProof,
  event: Pick<CallEvent, 'event' | 'callId' | 'from'>,
  now: Date,
): boolean {
  if (!isAmong(settings.from, proof.clientAddress)) return false
  if (proof.signature !== undefined) return isSigned(settings.secret, proof.signature, event, now)
  const bearer = /^Bearer (.+)$/.exec(proof.authorization ?? '')?.[1]
  return bearer !== undefined && isSame(bearer, settings.secret)
}

/** The signature of an event, as an exchange makes it. */
export function signEvent(
  secret: string,
  event: Pick<CallEvent, 'event' | 'callId' | 'from'>,
  unixSeconds: number,
): string {
  const text = [unixSeconds, event.event, event.callId, event.from].join('\n')
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(text).digest('hex')}`
}

function isSigned(
  secret: string,
  signature: string,
  event: Pick<CallEvent, 'event' | 'callId' | 'from'>,
  now: Date,
): boolean {
  const seconds = Number(/^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(signature)?.[1] ?? Number.NaN)
  const age = now.getTime() / 1000 - seconds
  return Math.abs(age) <= signatureSeconds && isSame(signature, signEvent(secret, event, seconds))
}

/** In constant time, whatever the lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function isAmong(networks: readonly string[], address: string): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', bits] = network.split('/')
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(base, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

export type CallState = 'ringing' | 'answered' | 'missed' | 'ended'

/** What an event makes of a call that stands in a state (undefined: not yet known); late and repeated events change nothing. */
export const callTransitions: Record<CallEvent['event'], (state: CallState | undefined) => CallState> = {
  ringing: state => state ?? 'ringing',
  answered: state => (state === undefined || state === 'ringing' ? 'answered' : state),
  ended: state =>
    state === undefined || state === 'ringing' ? 'missed' : state === 'answered' ? 'ended' : state,
}

/** Only attestation A vouches for a number; none given says nothing. */
export function verified(attestation: CallEvent['attestation']): boolean | null {
  return attestation === undefined ? null : attestation === 'A'
}
