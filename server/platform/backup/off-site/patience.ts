import { setTimeout as sleep } from 'node:timers/promises'

/** A shop's line comes and goes: so many tries, each after twice the pause of the one before, give or take half. */
const tries = 4
const firstPauseMs = 500

/** Refusals that a second try would only repeat: a wrong key, no such bucket, no such piece; and files that are gone here. */
const isFinal = (error: unknown) => {
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: string }
  const status = $metadata?.httpStatusCode ?? 0
  return (
    code === 'ENOENT' || code === 'ENOSPC' || (status >= 400 && status < 500 && ![408, 429].includes(status))
  )
}

/** Tries again what a line that was cut has failed; throws the last failure. */
export async function withPatience<T>(work: () => Promise<T>, pauseMs = firstPauseMs): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === tries || isFinal(error)) throw error
      await sleep(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
    }
  }
}
