import type { Socket } from './live-client.ts'

/** The browser's own socket to this page's server. */
export function openBrowserSocket(path = '/api/live'): Socket {
  const url = new URL(path, globalThis.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return new WebSocket(url) as unknown as Socket
}
