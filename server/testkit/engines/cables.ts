import { execFileSync } from 'node:child_process'

/** A machine inside this one as far as its network goes: an address of its own, and a cable that can be pulled. */
export interface CabledHost {
  address: string
  /** The words that start a program there; the process is the program's own. */
  enter(program: string, args: readonly string[]): { program: string; args: string[] }
  /** Nothing reaches it or leaves it, and nobody is told. */
  pull(): void
  plug(): void
}

export interface CabledNetwork {
  hosts: CabledHost[]
  /** Ends what still runs there and takes the cables away. */
  remove(): void
}

const ip = (words: string) =>
  execFileSync('ip', words.split(' '), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Hosts on one switch (a bridge), which this machine itself also reaches. @throws when this user may not lay cables */
export function layCables(count: number): CabledNetwork {
  const name = `lg${process.pid % 1_000_000}`
  const subnet = `10.77.${process.pid % 256}`
  const spaces = Array.from({ length: count }, (_none, index) => `${name}-${index + 1}`)
  const remove = () => {
    for (const space of spaces) {
      for (const pid of quietly(`netns pids ${space}`).split('\n').filter(Boolean)) endProcess(Number(pid))
      quietly(`netns del ${space}`)
    }
    quietly(`link del ${name}`)
  }
  try {
    ip(`link add ${name} type bridge`)
    ip(`addr add ${subnet}.254/24 dev ${name}`)
    ip(`link set ${name} up`)
    for (const [index, space] of spaces.entries()) {
      ip(`netns add ${space}`)
      ip(`link add ${space} type veth peer name eth0 netns ${space}`)
      ip(`link set ${space} master ${name} up`)
      ip(`-n ${space} addr add ${subnet}.${index + 1}/24 dev eth0`)
      ip(`-n ${space} link set eth0 up`)
      ip(`-n ${space} link set lo up`)
    }
  } catch (error) {
    remove()
    throw error
  }
  const hosts = spaces.map((space, index) => ({
    address: `${subnet}.${index + 1}`,
    enter: (program: string, args: readonly string[]) => ({
      program: '/usr/sbin/ip',
      args: ['netns', 'exec', space, program, ...args],
    }),
    pull: () => void ip(`link set ${space} down`),
    plug: () => void ip(`link set ${space} up`),
  }))
  return { hosts, remove }
}

/** Whether this user may lay cables: it takes root and Linux's network namespaces. */
export function mayLayCables(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    layCables(1).remove()
    return true
  } catch {
    return false
  }
}

function quietly(words: string): string {
  try {
    return ip(words)
  } catch {
    // It is not there.
    return ''
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
