/**
 * The worker that lets the app start with no network. It holds this build's own files and nothing else: answers of
 * the office are never kept here, they live in the phone's memory under the driver's name.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope

/** Both are filled in by the build. */
const files = '__PRECACHED_FILES__'.split('|')
const cacheName = 'luckygas-driver-__PRECACHE_VERSION__'
const page = '/driver/index.html'

worker.addEventListener('install', event => {
  const fill = async () => {
    const cache = await caches.open(cacheName)
    await cache.addAll(files.map(file => new Request(file, { cache: 'reload' })))
  }
  event.waitUntil(fill())
})

worker.addEventListener('activate', event => {
  const tidy = async () => {
    const names = await caches.keys()
    const old = names.filter(name => name.startsWith('luckygas-driver-') && name !== cacheName)
    await Promise.all(old.map(name => caches.delete(name)))
    await worker.clients.claim()
  }
  event.waitUntil(tidy())
})

/** A new version waits until the page says that nothing is half-done. */
worker.addEventListener('message', event => {
  if ((event.data as { type?: string } | null)?.type === 'take-over') event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (!url.pathname.startsWith('/driver/')) return
  const wanted = request.mode === 'navigate' ? page : url.pathname
  const answer = async () => {
    const cache = await caches.open(cacheName)
    return (await cache.match(wanted)) ?? fetch(request)
  }
  event.respondWith(answer())
})
