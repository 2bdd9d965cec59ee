import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from '../../platform/data-folder/data-folder.ts'
import { leaseHolders } from '../../platform/data-folder/lease.ts'
import { UpdateError } from './release-sums.ts'

const stopTimeoutMs = 60_000
const startTimeoutMs = 10 * 60_000
const stopGraceMs = 30_000
/** What must answer before phones and desks are let in. */
const gate = ['/health/ready', '/', '/driver/', '/api/openapi.json'] as const

/** Asks the servers on a data folder to stop and waits until nobody uses it. Throws when somebody still does. */
export async function stopServers(data: DataFolder): Promise<void> {
  const deadline = performance.now() + stopTimeoutMs
  for (const { pid, program } of others(data)) if (program === 'server') process.kill(pid, 'SIGTERM')
  while (others(data).length > 0) {
    if (performance.now() > deadline) {
      const names = others(data).map(({ program, pid }) => `${program} (process ${pid})`)
      throw new UpdateError(`${data.path} is still in use by ${names.join(', ')}.`)
    }
    await sleep(100)
  }
}

const others = (data: DataFolder) => leaseHolders(data).filter(({ pid }) => pid !== process.pid)

/**
 * Starts a release where only this machine can reach it, lets it migrate, asks it the questions of the gate and stops
 * it. It does no jobs meanwhile. Ends with this process, however that ends. @throws UpdateError with what it said
 */
export async function tryRelease(folder: string, signal: AbortSignal): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--no-maglev', join(folder, 'server/main/start.ts')],
    {
      cwd: folder,
      env: { ...process.env, PORT: '0', LUCKYGAS_HOST: '127.0.0.1', LUCKYGAS_ROLES: 'api' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  let said = ''
  const hear = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4_000)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = once(child, 'exit')
  const deadline = performance.now() + startTimeoutMs
  try {
    for (;;) {
      signal.throwIfAborted()
      const origin = /ready (http:\/\/\S+)/.exec(said)?.[1]
      if (origin !== undefined) return await askGate(origin)
      if (child.exitCode !== null || child.signalCode !== null)
        throw new UpdateError(`The new release ended at once: ${said.trim()}`)
      if (performance.now() > deadline) throw new UpdateError(`The new release is not ready: ${said.trim()}`)
      await sleep(100)
    }
  } finally {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs)
    if (child.exitCode === null && child.signalCode === null) await ended
    clearTimeout(timer)
  }
}

async function askGate(origin: string): Promise<void> {
  for (const path of gate) {
    const answer = await fetch(`${origin}${path}`, { signal: AbortSignal.timeout(20_000) })
    await answer.arrayBuffer()
    if (!answer.ok) throw new UpdateError(`The new release answers ${answer.status} to ${path}.`)
  }
}
