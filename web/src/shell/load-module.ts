import { fullJitterMs } from '@luckygas/ui/api/backoff.ts'

const attempts = 6
const backoff = { baseMs: 300, capMs: 4_000 }
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** The address in the browser's message, which is all it tells about a module that could not be fetched. */
const namedUrl = /https?:\/\/\S+\.js/

/**
 * Fetches a part of the app, again after a lost request. Browsers remember a failed module for the life of the page,
 * so a further attempt asks for the same file under another address. Throws what the last attempt threw.
 */
export async function loadModule<M>(load: () => Promise<M>): Promise<M> {
  let next = load
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await next()
    } catch (error) {
      if (attempt >= attempts - 1) throw error
      const url = namedUrl.exec(error instanceof Error ? error.message : '')?.[0]
      if (url !== undefined) next = () => import(/* @vite-ignore */ `${url}?again=${attempt}`) as Promise<M>
      await pause(fullJitterMs(attempt, backoff, Math.random()))
    }
  }
}
