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
