import type { Company } from './blows.ts'

/** A started engine: who can be struck, and how it is made clean for the next seed. */
export interface Standing {
  company: Company
  /**
   * Room in it that nobody has used, for one seed; the last one's is thrown away. Answers what the programs are told of
   * it. @param name of the room, small letters and digits @throws when the engine is not whole again
   */
  clear(name: string): Promise<Record<string, string>>
  stop(): Promise<void>
}

/** One of the members, by a number in [0, 1). */
export const memberOf = <T>(members: readonly T[], share: number): T => {
  const member = members[Math.floor(share * members.length)]
  if (member === undefined) throw new Error('nobody is there to be struck')
  return member
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Looks again and again until it is so. @throws with what is missing after `patienceMs` */
export async function waitUntil(
  isSo: () => Promise<boolean>,
  missing: string,
  patienceMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(missing)
    await pause(300)
  }
}
