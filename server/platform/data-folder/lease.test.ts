import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DataFolder, DataFolderError, openDataFolder } from './data-folder.ts'
import { tryFileLock } from './file-lock.ts'
import { leaseHolders, takeLease, whileAlone } from './lease.ts'
import { processStartedAt } from './process-identity.ts'

let folder: DataFolder
const children: ChildProcess[] = []
beforeEach(() => {
  folder = openDataFolder(mkdtempSync(join(tmpdir(), 'luckygas-lease-')))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder.path, { recursive: true, force: true })
})

async function holdInAnotherProcess(): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'hold-lease.child.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, folder.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

/** Gives this process's lease up and says whether it was the last one. */
async function leaveAsLast(): Promise<boolean> {
  let isLast = false
  const lease = await takeLease(folder, 'test')
  await lease.release(async () => {
    isLast = true
  })
  return isLast
}

test('[P1] only the last one out of a data folder closes it', async () => {
  const other = await holdInAnotherProcess()
  expect(leaseHolders(folder).map(({ program }) => program)).toEqual(['hold-lease'])
  expect(await leaveAsLast()).toBe(false)
  let said = ''
  other.stdout?.on('data', chunk => {
    said += chunk
  })
  other.stdin?.end()
  await once(other, 'close')
  expect(said).toBe('last out\n')
  expect(leaseHolders(folder)).toEqual([])
})

test('[P1] the lease of a process killed with -9 ends with it', async () => {
  const other = await holdInAnotherProcess()
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(await leaveAsLast()).toBe(true)
  expect(leaseHolders(folder)).toEqual([])
})

test('[P1] a dead lease whose process id was given to another program counts for nothing', async () => {
  const mine = await takeLease(folder, 'test')
  const [record] = leaseHolders(folder)
  const reused = { ...record, program: 'long dead', startedAt: 'before' }
  writeFileSync(folder.file('leases', '1-reused.json'), JSON.stringify(reused))
  expect(leaseHolders(folder).map(({ program }) => program)).toEqual(['test'])
  expect(await leaveAsLast()).toBe(false)
  expect(readdirSync(folder.file('leases'))).not.toContain('1-reused.json')
  await mine.release(async () => undefined)
})

test('[P1] a folder in use by another container is refused, and taken over when that one is gone', async () => {
  const record = { pid: 7, program: 'server', machine: 'elsewhere', startedAt: '1' }
  writeFileSync(folder.file('leases', '7-elsewhere.json'), JSON.stringify(record))
  const other = tryFileLock(folder.file('leases', 'users.lock'), 'shared')
  await expect(takeLease(folder, 'test')).rejects.toThrow(DataFolderError)
  other?.release()
  expect(await leaveAsLast()).toBe(true)
  expect(readdirSync(folder.file('leases')).filter(name => name.endsWith('.json'))).toEqual([])
})

test('[P1] nobody comes or goes while one process has its turn', async () => {
  const order: string[] = []
  await Promise.all([
    whileAlone(folder, async () => {
      order.push('turn begins')
      await new Promise(resolve => setTimeout(resolve, 100))
      order.push('turn ends')
    }),
    takeLease(folder, 'test').then(lease => {
      order.push('lease')
      return lease.release(async () => undefined)
    }),
  ])
  expect(order).toEqual(['turn begins', 'turn ends', 'lease'])
})

test('[P1] a process is told from a later one with its id by its start', () => {
  expect(processStartedAt(process.pid)).toMatch(/\S/)
  expect(processStartedAt(process.pid)).not.toBe(processStartedAt(process.ppid))
  expect(processStartedAt(2 ** 22 + 1)).toBeUndefined()
})
