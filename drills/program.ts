import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** One process of LuckyGas in some of its roles. */
export interface Program {
  name: string
  origin: string
  child: ChildProcess
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>
}

/** Starts a process of LuckyGas and waits until it says it is ready. @throws when it ends first or is silent for long */
export async function startProgram(options: {
  name: string
  folder: string
  dataFolder: string
  roles: string
  environment: Record<string, string>
  port?: string
  /** Founds the demo company where the data folder is empty. */
  isDemo?: boolean
  timeoutMs?: number
}): Promise<Program> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--no-maglev', join(root, 'server/main/start.ts')],
    {
      cwd: root,
      env: {
        ...process.env,
        ...options.environment,
        LUCKYGAS_DATA: options.dataFolder,
        LUCKYGAS_DEMO: options.isDemo === true ? 'on' : 'off',
        LUCKYGAS_ROLES: options.roles,
        PORT: options.port ?? '0',
        NODE_ENV: 'production',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const log = createWriteStream(join(options.folder, `${options.name}.log`), { flags: 'a' })
  child.stderr?.pipe(log)
  child.stdout?.pipe(log)
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${options.name} is not ready`)),
      options.timeoutMs ?? 120_000,
    )
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk
      const found = /ready (http:\/\/\S+)/.exec(said)?.[1]
      if (!found) return
      clearTimeout(timer)
      resolve(found)
    })
    child.once('exit', code => reject(new Error(`${options.name} ended with ${code}`)))
  })
  return {
    name: options.name,
    origin,
    child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(timer)
    },
  }
}
