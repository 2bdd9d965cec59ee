import type { Clock } from '../../platform/clock.ts'
import { type KeyRing, loadKeyRing, type SecretFile } from './key-ring.ts'

const lookMs = 2_000

/**
 * Keeps a ring as its files are: after a rotation the new key signs within two seconds, while the one before goes on
 * verifying until no token of it can live any more. A file that cannot be read leaves the ring as it was.
 * @returns how to stop looking
 */
export function followKeyRing(
  keys: KeyRing,
  from: { secretFile: SecretFile; clock: Clock; onFault(error: Error): void },
): () => void {
  let isFaulty = false
  // A file that is gone is a fault to be told, not a reason to make new keys and sign everybody out.
  const existing: SecretFile = name =>
    from.secretFile(name, () => {
      throw new Error(`the secret ${name} is gone`)
    })
  const timer = setInterval(() => {
    try {
      const { current, verifying } = loadKeyRing(existing, from.clock.now())
      Object.assign(keys, { current, verifying })
      isFaulty = false
    } catch (error) {
      // Told once, not every two seconds.
      if (!isFaulty) from.onFault(error as Error)
      isFaulty = true
    }
  }, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}
