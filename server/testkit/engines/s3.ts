import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, freePort, needProgram, startEngine } from './engine.ts'

export interface S3Server extends Engine {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  /** After SIGKILL: at its old port with its old objects and keys. */
  restart(): Promise<S3Server>
}

interface Former {
  port: number
  keys: Pick<S3Server, 'accessKeyId' | 'secretAccessKey'>
}

/** An S3 server (Versity's gateway, built as a Go module) that keeps its objects in a folder. */
export async function startS3(folder: string, former?: Former): Promise<S3Server> {
  const port = former?.port ?? (await freePort())
  const data = join(folder, 'objects')
  const sidecar = join(folder, 'metadata')
  mkdirSync(data, { recursive: true })
  mkdirSync(sidecar, { recursive: true })
  const keys = former?.keys ?? { accessKeyId: 'luckygas-test', secretAccessKey: crypto.randomUUID() }
  const endpoint = `http://127.0.0.1:${port}`
  const engine = await startEngine({
    program: needProgram('versitygw'),
    args: ['--port', `127.0.0.1:${port}`, '--health', '/health', 'posix', '--sidecar', sidecar, data],
    folder,
    name: 's3',
    env: { ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    isReady: async () => (await fetch(`${endpoint}/health`)).ok,
  })
  return Object.assign(engine, { endpoint, ...keys, restart: () => startS3(folder, { port, keys }) })
}
