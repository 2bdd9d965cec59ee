import type { FastifyInstance, FastifyRequest } from 'fastify'
import { appleProfile } from './apple-profile.ts'
import type { Tls } from './tls.ts'
import { renderTrustPage } from './trust-page.ts'
import { phoneHosts, trustPaths } from './trust-paths.ts'

type Authority = NonNullable<Tls['authority']>

export type TrustPagesOptions = {
  /** The certificate in use now; it may be renewed while the server runs. */
  tls: () => Tls
  /** The port people reach us on, known once the door is open. */
  port: () => number
}

/** The page needs its own style and picture and nothing else; it runs no script. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * Public pages that teach a phone or computer to trust the shop's own certificate authority. They work over plain
 * HTTP, on a phone without internet, and contain no secret: the certificate is public by nature.
 */
export async function registerTrustPages(app: FastifyInstance, options: TrustPagesOptions): Promise<void> {
  const authority = (): Authority => {
    const found = options.tls().authority
    if (!found) throw new Error('The trust pages are for a certificate authority of our own.')
    return found
  }
  app.get(trustPaths.page, async (request, reply) => {
    const page = await renderTrustPage({
      addresses: reachableAddresses(options.tls(), request),
      port: options.port(),
      fingerprint: authority().fingerprint,
      isSecure: request.protocol === 'https',
    })
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page)
  })
  app.get(trustPaths.certificate, async (_request, reply) =>
    reply
      .header('content-disposition', 'attachment; filename="luckygas-ca.crt"')
      .type('application/x-x509-ca-cert')
      .send(authority().der),
  )
  app.get(trustPaths.appleProfile, async (_request, reply) =>
    reply
      .header('content-disposition', 'attachment; filename="luckygas.mobileconfig"')
      .type('application/x-apple-aspen-config')
      .send(appleProfile(authority())),
  )
}

/** Where a phone reaches us: first the address this request came to, then the others of the certificate. */
function reachableAddresses(tls: Tls, request: FastifyRequest): string[] {
  const addresses = phoneHosts(tls.names)
  const asked = URL.parse(`http://${request.host}`)?.hostname
  return asked && addresses.includes(asked)
    ? [asked, ...addresses.filter(address => address !== asked)]
    : addresses
}
