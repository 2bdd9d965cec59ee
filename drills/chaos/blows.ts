import { existsSync } from 'node:fs'
import type { Line } from '../../server/testkit/engines/line-proxy.ts'
import type { Kind, Target } from './schedule.ts'

/** Something done to one member of the set-up, and its undoing, after which that member is at work again. */
export interface Blow {
  strike(): Promise<void>
  heal(): Promise<void>
}

/** One process or server that can be struck. */
export interface Member {
  name: string
  blows: Partial<Record<Kind, Blow>>
}

/** All members of a kind; `pick` answers one of them as they stand now, by a number in [0, 1). */
export interface Company {
  target: Target
  kinds: readonly Kind[]
  pick(share: number): Promise<Member>
}

/** A server's process as it stands now. */
interface Mortal {
  signal(signal: NodeJS.Signals): void
  ended: Promise<unknown>
}

/** What this machine lacks, so that a part is left out or cannot be struck in some way. */
export interface Lack {
  target: Target
  /** Absent where the whole part is left out. */
  kind?: Kind
  because: string
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** A slow disk: its user stands still for the first part of each turn, as a process does that waits for a write. */
const slowTurn = { stillMs: 90, goingMs: 40 }

/** Signals those of the processes that still live. */
function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) {
    try {
      if (existsSync(`/proc/${pid}`)) process.kill(pid, signal)
    } catch {
      // It ended between the look and the signal.
    }
  }
}

/** The server dies without a word. @param revive starts it again on what it had kept */
export function killing(server: () => Mortal, revive: () => Promise<unknown>): Blow {
  return {
    strike: async () => {
      const struck = server()
      struck.signal('SIGKILL')
      await struck.ended
    },
    heal: async () => void (await revive()),
  }
}

/** Every process stops in its tracks. */
export function freezing(processes: () => readonly number[]): Blow {
  let struck: readonly number[] = []
  return {
    strike: async () => {
      struck = processes()
      signalAll(struck, 'SIGSTOP')
    },
    heal: async () => signalAll(struck, 'SIGCONT'),
  }
}

/** Nothing gets through, and nobody is told. */
export function cutting(lines: readonly Line[]): Blow {
  return {
    strike: async () => {
      for (const line of lines) line.cut()
    },
    heal: async () => {
      for (const line of lines) line.heal()
    },
  }
}

/**
 * The processes that write stand still for most of the time, in short turns: nothing without a kernel's help slows the disk
 * itself, and who waits for a disk does nothing else either. @param writers asked anew at each turn
 */
export function slowing(writers: () => readonly number[]): Blow {
  let isSlow = false
  let running: Promise<void> = Promise.resolve()
  const turn = async () => {
    while (isSlow) {
      const struck = writers()
      signalAll(struck, 'SIGSTOP')
      await pause(slowTurn.stillMs)
      signalAll(struck, 'SIGCONT')
      await pause(slowTurn.goingMs)
    }
  }
  return {
    strike: async () => {
      isSlow = true
      running = turn()
    },
    heal: async () => {
      isSlow = false
      await running
    },
  }
}
