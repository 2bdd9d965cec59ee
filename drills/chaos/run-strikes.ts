import type { Blow, Company, Member } from './blows.ts'
import type { Strike } from './schedule.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** A strike as it went; instants are milliseconds of `performance.now()`. */
export interface Struck extends Strike {
  member: string
  from: number
  /** When the member was at work again. */
  to: number
  /** Why it could not be done or undone. */
  fault?: string
}

/**
 * Does what the schedule says, each thing at its time, two of them side by side where they overlap. A target that has not
 * come back from one strike is waited for before the next.
 */
export async function runStrikes(
  strikes: readonly Strike[],
  companies: readonly Company[],
  say: (words: object) => void,
): Promise<Struck[]> {
  const beganAt = performance.now()
  const busy = new Map<string, Promise<unknown>>()
  const all = strikes.map(async strike => {
    await pause(strike.atMs)
    const company = companies.find(({ target }) => target === strike.target)
    if (!company) throw new Error(`there is no ${strike.target} to strike`)
    const before = busy.get(strike.target)
    const work = (async () => {
      await before
      const struck = await strikeOnce(strike, company)
      const { target, kind, member, from, to, fault } = struck
      const inSeconds = (at: number) => Math.round((at - beganAt) / 100) / 10
      const seconds = { from: inSeconds(from), to: inSeconds(to) }
      say({ strike: `${target} ${kind}`, member, ...seconds, ...(fault !== undefined && { fault }) })
      return struck
    })()
    busy.set(strike.target, work)
    return work
  })
  return Promise.all(all)
}

async function strikeOnce(strike: Strike, company: Company): Promise<Struck> {
  const from = performance.now()
  let member: Member | undefined
  let blow: Blow | undefined
  const faults: string[] = []
  const note = (error: Error) => void faults.push(error.message)
  try {
    member = await company.pick(strike.share)
    blow = member.blows[strike.kind]
    if (!blow) throw new Error(`${strike.kind} cannot be done to ${member.name}`)
    await blow.strike()
    await pause(Math.max(0, from + strike.lastsMs - performance.now()))
  } catch (error) {
    note(error as Error)
  }
  // Also what was only half done is undone.
  await blow?.heal().catch(note)
  return {
    ...{ ...strike, member: member?.name ?? strike.target, from, to: performance.now() },
    ...(faults.length > 0 && { fault: faults.join('; ') }),
  }
}
