import type { ApiClient } from '@luckygas/ui/api/client.ts'

/**
 * A record leaves this phone under its author's name or not at all. All tabs share one sign-in cookie, so a token
 * renewed in the middle of a request could be another person's; such a request is stopped before it leaves.
 * @param author user id at the wheel of this phone
 * @param client asked for whose token is in hand
 */
export function onlyOwnRequests(author: () => string | undefined, client: () => ApiClient): typeof fetch {
  return (input, init) => {
    const session = client().session.state.get()
    const isRecord = String(input).includes('/api/driver/') || String(input).includes('/api/files')
    const isForeign =
      session.status === 'signed-in' && author() !== undefined && session.session.me.id !== author()
    if (isRecord && isForeign) return Promise.reject(new TypeError('signed in as someone else'))
    return globalThis.fetch(input, init)
  }
}
