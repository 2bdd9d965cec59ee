import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '../..')

export interface Login {
  role: string
  login: string
  password: string
}

/** A LuckyGas of a journey's own: real processes, a data folder and a port of its own. */
export interface Stage {
  origin: string
  dataFolder: string
  logins: Login[]
  loginOf(role: string): Login
  /** Stops as Ctrl-C does; the data folder stays until `dispose`. */
  stop(): Promise<void>
  /** Kills the server without a word, as a power cut does to a process. */
  kill(): Promise<void>
  /** Starts again on the same data and port. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

export interface StageOptions {
  isDemo: boolean
  environment?: Record<string, string>
  startTimeoutMs?: number
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'luckygas-stage-'))
  let port = '0'
  let child: ChildProcess | undefined
  let origin = ''

  async function start(): Promise<void> {
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--no-maglev', join(projectRoot, 'server/main/start.ts')],
      {
        cwd: projectRoot,
        env: {
          ...process.env,
          ...options.environment,
          LUCKYGAS_DATA: dataFolder,
          LUCKYGAS_DEMO: options.isDemo ? 'on' : 'off',
          PORT: port,
          NODE_ENV: 'production',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    origin = await ready(child, options.startTimeoutMs ?? 170_000)
    port = new URL(origin).port
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null) return
    const ended = new Promise(resolve => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }

  await start()
  const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8')) as Login[]
  return {
    get origin() {
      return origin
    },
    dataFolder,
    logins,
    loginOf: role => {
      const found = logins.find(login => login.role === role)
      if (!found) throw new Error(`no first login for ${role}`)
      return found
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: start,
    dispose: async () => {
      if (!child) await start()
      await end('SIGTERM')
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

function ready(child: ChildProcess, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    let log = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the server was not ready in ${timeoutMs} ms:\n${log.slice(-4000)}`))
    }, timeoutMs)
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk
      const found = /ready (http:\/\/\S+)/.exec(out)
      if (!found?.[1]) return
      clearTimeout(timer)
      resolve(found[1])
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk
    })
    child.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`the server ended with ${code}:\n${log.slice(-4000)}`))
    })
  })
}

/** Signs in over HTTP and answers a caller of the API with that person's token. */
export async function apiAs(
  stage: Pick<Stage, 'origin'>,
  login: Login,
): Promise<(method: string, path: string, body?: unknown, key?: string) => Promise<Response>> {
  const answer = await fetch(`${stage.origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: login.login, password: login.password }),
  })
  if (!answer.ok) throw new Error(`login of ${login.login} answered ${answer.status}`)
  const { accessToken } = (await answer.json()) as { accessToken: string }
  return (method, path, body, key) =>
    fetch(`${stage.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}
