import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../server/testkit/engines/engine.ts'
import { openLine } from '../../server/testkit/engines/line-proxy.ts'
import { mountSmallDisk } from '../../server/testkit/engines/small-disk.ts'
import { type Program, startProgram } from '../program.ts'
import { type Blow, type Company, cutting, freezing, type Member } from './blows.ts'
import type { Kind, TargetOfOurs } from './schedule.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** A clock that nobody sets is off by so much, milliseconds; which way is each strike's own. */
const skewsMs = [240_000, -240_000]
/** A supervisor starts again what ended, whose database may be away just then. */
const startTries = 15
/** The disk of a machine's own, which holds its data folder and its temporary files. */
const diskMegabytes = 48
const isMountable = process.getuid?.() === 0
const kinds: readonly Kind[] = [
  ...(['kill', 'freeze', 'partition', 'clock-skew'] as const),
  ...(isMountable ? (['disk-full'] as const) : []),
]
const clockModule = new URL('../thirty-days/jumping-clock.mjs', import.meta.url)

export interface Place {
  folder: string
  /** The data folder of the founded company; each machine has a copy, as it has its secrets mounted. */
  founded: string
  /** Where the engines are, the database aside. */
  environment: Record<string, string>
  /** The database straight and through the pooler. */
  database: { url: string; poolerUrl: string }
  /** Told of a process that ended though nobody struck it. */
  onFault(what: string): void
}

/** A process of LuckyGas with a disk, a line before its door and lines between it and the database. */
export interface Machine {
  role: TargetOfOurs
  /** Where clients reach it. */
  origin: string
  member: Member
  stop(): Promise<void>
}

const portOf = (url: string) => Number(new URL(url).port)
const through = (url: string, port: number) => Object.assign(new URL(url), { port: String(port) }).href

/** Starts a process and what it takes to strike it. */
export async function startMachine(place: Place, role: Machine['role'], number: number): Promise<Machine> {
  const name = `${role}${number}`
  const port = await freePort()
  const door = await openLine(port)
  const [direct, pooled] = [
    await openLine(portOf(place.database.url)),
    await openLine(portOf(place.database.poolerUrl)),
  ]
  const own = join(place.folder, name)
  const disk = isMountable ? mountSmallDisk(own, diskMegabytes, 0) : undefined
  const dataFolder = join(own, 'data')
  cpSync(place.founded, dataFolder, { recursive: true })
  const clockFile = join(place.folder, `${name}.clock`)
  const setClock = (ms: number) => writeFileSync(clockFile, String(ms))
  setClock(0)
  let isEndExpected = false
  let program: Program

  async function start(): Promise<void> {
    program = await startProgram({
      ...{ name, folder: place.folder, dataFolder, roles: role, port: String(port) },
      environment: {
        TMPDIR: own,
        ...place.environment,
        DATABASE_URL: through(place.database.url, direct.port),
        LUCKYGAS_POOLER_URL: through(place.database.poolerUrl, pooled.port),
        NODE_OPTIONS: `--import ${clockModule}`,
        DRILL_CLOCK_FILE: clockFile,
      },
    })
    isEndExpected = false
    program.child.once('exit', (code, signal) => {
      if (isEndExpected) return
      place.onFault(`${name} ended by itself with ${code ?? signal}`)
      startAgain().catch((error: Error) => place.onFault(`${name} does not start again: ${error.message}`))
    })
  }
  async function startAgain(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await start()
      } catch (error) {
        if (attempt >= startTries) throw error
        await pause(1_000)
      }
    }
  }
  try {
    await start()
  } catch (error) {
    for (const line of [door, direct, pooled]) await line.close()
    disk?.remove()
    throw error
  }

  const killing: Blow = {
    strike: async () => {
      isEndExpected = true
      const ended = new Promise(resolve => program.child.once('exit', resolve))
      program.child.kill('SIGKILL')
      await ended
    },
    heal: startAgain,
  }
  let turn = 0
  const skewing: Blow = {
    strike: async () => {
      setClock(skewsMs[turn % skewsMs.length] ?? 0)
      turn += 1
    },
    heal: async () => setClock(0),
  }
  const lines = [door, direct, pooled]
  return {
    role,
    origin: `http://127.0.0.1:${door.port}`,
    member: {
      name,
      blows: {
        kill: killing,
        freeze: freezing(() => (program.child.pid === undefined ? [] : [program.child.pid])),
        partition: cutting(lines),
        'clock-skew': skewing,
        'disk-full': { strike: async () => disk?.fill(), heal: async () => disk?.free() },
      },
    },
    stop: async () => {
      // All has come to rest: nothing is left that a process could end in order.
      if (program.child.exitCode === null && program.child.signalCode === null) await killing.strike()
      for (const line of lines) await line.close()
      disk?.remove()
      rmSync(own, { recursive: true, force: true })
    },
  }
}

/** The machines of a role, either of which may be struck. */
export function machinesOf(role: Machine['role'], machines: readonly Machine[]): Company {
  const own = machines.filter(machine => machine.role === role)
  return {
    target: role,
    kinds,
    pick: async share => {
      const machine = own[Math.floor(share * own.length)]
      if (!machine) throw new Error(`no ${role} runs`)
      return machine.member
    },
  }
}
