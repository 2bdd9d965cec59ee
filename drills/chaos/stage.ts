import type { OpenedDatabase } from '../../server/testkit/engines/postgres-cluster.ts'
import type { Company } from './blows.ts'
import { copyDatabase } from './databases.ts'
import { allOrWait, type Ground } from './ground.ts'
import { type Machine, machinesOf, startMachine } from './programs.ts'
import { targetsOfOurs } from './schedule.ts'

/** The whole set-up for one seed: two new processes of each role on clean room in every engine. */
export interface Stage {
  database: OpenedDatabase
  companies: readonly Company[]
  /** The doors of the API and of the live sockets. */
  origins: readonly string[]
  liveOrigins: readonly string[]
  /** Settings of a program that is not struck, for what is checked at the end. */
  environment: Record<string, string>
}

/** Of each role so many processes run. */
const each = [1, 2] as const

/** Copies the company and starts the processes, all at once. @param undo is given what takes them down again */
export async function openStage(
  { folder, cluster, database: nodes, standings, founded }: Ground,
  name: string,
  undo: (() => Promise<unknown>)[],
  onFault: (what: string) => void,
): Promise<Stage> {
  const [database, rooms] = await allOrWait(
    copyDatabase(cluster, { from: founded.database, to: name }, undo),
    allOrWait(...standings.map(({ clear }) => clear(name))),
  )
  const environment: Record<string, string> = Object.assign({}, ...rooms)
  const place = { folder, founded: founded.dataFolder, environment, database, onFault }
  const started: Machine[] = []
  undo.push(() => Promise.all(started.map(machine => machine.stop())))
  const start = async (role: Machine['role'], number: number) => {
    const machine = await startMachine(place, role, number)
    started.push(machine)
    return machine
  }
  const machines = await allOrWait(...targetsOfOurs.flatMap(role => each.map(number => start(role, number))))
  const originsOf = (role: Machine['role']) =>
    machines.filter(machine => machine.role === role).map(({ origin }) => origin)
  return {
    database,
    companies: [
      ...targetsOfOurs.map(role => machinesOf(role, machines)),
      nodes,
      ...standings.map(({ company }) => company),
    ],
    origins: originsOf('api'),
    liveOrigins: originsOf('realtime'),
    environment: {
      ...environment,
      DATABASE_URL: database.url,
      LUCKYGAS_POOLER_URL: database.poolerUrl,
      LUCKYGAS_DATA: founded.dataFolder,
    },
  }
}
