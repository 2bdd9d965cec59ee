import { isIPv4 } from 'node:net'
import { isLoopback } from './local-network.ts'

/** Public paths: a phone fetches them over plain HTTP before it trusts anything we could encrypt with. */
export const trustPaths = {
  page: '/trust',
  certificate: '/trust/luckygas-ca.crt',
  appleProfile: '/trust/luckygas.mobileconfig',
} as const

/** True for one of the public paths and nothing that merely begins like one. */
export function isTrustPath(url: string): boolean {
  const path = url.split('?')[0]
  return Object.values(trustPaths).some(each => each === path)
}

/**
 * Which of a certificate's names a phone in the shop should use: IPv4 addresses first, because every network has
 * them, then names with a dot, which some networks resolve. The server listens on IPv4 unless told otherwise.
 */
export function phoneHosts(names: readonly string[]): string[] {
  const addresses = names.filter(name => isIPv4(name) && !isLoopback(name))
  const dotted = names.filter(name => !isIPv4(name) && name.includes('.') && !name.includes(':'))
  return [...addresses, ...dotted]
}

/** The address of this server under one of its names; the port is left out where the scheme implies it. */
export function originOf(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`
}
