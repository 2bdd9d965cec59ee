import { seededRandom } from '../../server/testkit/fault-proxy.ts'
import { workAsClerk } from './clerk.ts'
import type { Company } from './company.ts'
import { openDesk } from './desk.ts'
import { workAsDispatcher } from './dispatcher.ts'
import { workAsDriver } from './driver.ts'
import { type AskedImport, workAsImporter } from './importer.ts'
import type { Ledger } from './ledger.ts'
import { type Listener, openListener } from './listener.ts'

const clerks = 3

export interface Workload {
  ledger: Ledger
  imports: readonly AskedImport[]
  listeners: readonly Listener[]
  /** Everybody ends what he has begun and goes home. */
  stop(): Promise<void>
}

/** Clerks, a dispatcher, two drivers and somebody who moves customers in, at work until stopped; pages stay open. */
export function startWork(scene: {
  seed: number
  company: Company
  ledger: Ledger
  origins: readonly string[]
  liveOrigins: readonly string[]
  today: string
}): Workload {
  const { company, ledger, origins, today } = scene
  let over = false
  const isOver = () => over
  let people = 0
  const person = (login: Company['logins'][number]) => {
    people += 1
    const desk = openDesk({ origins, ledger, isOver }, login, people)
    return { desk, ledger, today, isOver, random: seededRandom(scene.seed * 1_000 + people) }
  }
  const loginOf = (role: string) => {
    const found = company.logins.find(each => each.role === role)
    if (!found) throw new Error(`no login for ${role}`)
    return found
  }
  const imports: AskedImport[] = []
  const work = [
    ...Array.from({ length: clerks }, () =>
      workAsClerk({ ...person(loginOf('office')), siteIds: company.siteIds }),
    ),
    workAsDispatcher(person(loginOf('dispatcher'))),
    workAsImporter({ ...person(loginOf('office')), imports }),
    ...company.drivers.map(login => workAsDriver(person(login))),
  ]
  const fault = (error: Error) => ledger.wrong.push(`the workload itself: ${error.message}`)
  const running = work.map(each => each.catch(fault))
  const listeners = scene.liveOrigins.map(origin =>
    openListener(origin, person(loginOf('dispatcher')).desk.token),
  )
  return {
    ledger,
    imports,
    listeners,
    stop: async () => {
      over = true
      await Promise.all(running)
    },
  }
}
