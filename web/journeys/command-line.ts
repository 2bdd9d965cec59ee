import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../server/testkit/stage.ts'

/** `npx luckygas …` on a stage's data folder; answers its exit code and what it printed. */
export function luckygas(
  dataFolder: string,
  environment: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; output: string; complaints: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'bin/luckygas.mjs'), ...args], {
      env: { ...process.env, ...environment, LUCKYGAS_DATA: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let complaints = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk
    })
    child.once('error', reject)
    child.once('close', code => resolve({ code, output, complaints }))
  })
}
