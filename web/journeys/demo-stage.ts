import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Login, openStage } from '../../server/testkit/stage.ts'
import { shiftBackTo, shiftedEnvironment } from './clock.ts'
import { luckygas } from './command-line.ts'
import { exchangeEnvironment } from './exchange.ts'

/** The demo company that several journeys visit: founded once for all of them, at twenty to eleven in the morning. */
export interface DemoCompany {
  origin: string
  dataFolder: string
  logins: Login[]
  shiftMs: number
  /** Checks of `luckygas integrity` that found something before anybody had worked here. */
  faultsAtFounding: string[]
}

declare module 'vitest' {
  interface ProvidedContext {
    demoNote: string
  }
}

/**
 * Global setup of the journeys: starts founding and lets the first journey begin meanwhile. The note says where the
 * company is, or why there is none. LUCKYGAS_JOURNEY_DEMO names the note of a company that stands already.
 */
export default function setup(project: TestProject): (() => Promise<void>) | undefined {
  const standing = process.env.LUCKYGAS_JOURNEY_DEMO
  if (standing !== undefined) {
    project.provide('demoNote', standing)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-demo-note-'))
  const note = join(folder, 'company.json')
  const shiftMs = shiftBackTo(10 * 60 + 40)
  const tell = (words: object) => {
    writeFileSync(`${note}.part`, JSON.stringify(words))
    renameSync(`${note}.part`, note)
  }
  const founding = openStage({
    isDemo: true,
    environment: { ...shiftedEnvironment(shiftMs), ...exchangeEnvironment },
    startTimeoutMs: 240_000,
  })
  const begin = async () => {
    const { origin, dataFolder, logins } = await founding
    const faultsAtFounding = await readFaults(dataFolder, shiftMs)
    tell({ origin, dataFolder, logins, shiftMs, faultsAtFounding } satisfies DemoCompany)
  }
  begin().catch((error: Error) => tell({ failure: error.message }))
  project.provide('demoNote', note)
  return async () => {
    const stage = await founding.catch(() => undefined)
    await stage?.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The names of the checks that do not find everything in order. The company lives up to a day behind its database, so
 * its newest events look forgotten until they are relayed, a moment later.
 */
async function readFaults(dataFolder: string, shiftMs: number): Promise<string[]> {
  for (let looks = 1; ; looks += 1) {
    const faults = await lookForFaults(dataFolder, shiftMs)
    if (!faults.includes('events.relayed') || looks === 5) return faults
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }
}

async function lookForFaults(dataFolder: string, shiftMs: number): Promise<string[]> {
  const { output } = await luckygas(dataFolder, shiftedEnvironment(shiftMs), 'integrity', '--json')
  const { checks } = JSON.parse(output) as { checks: { name: string; isClean: boolean }[] }
  return checks.filter(check => !check.isClean).map(check => check.name)
}

/** Waits for the company to be founded. @param note where its founder tells about it */
export async function demoCompany(note: string): Promise<DemoCompany> {
  while (!existsSync(note)) await new Promise(resolve => setTimeout(resolve, 250))
  const company = JSON.parse(readFileSync(note, 'utf8')) as DemoCompany | { failure: string }
  if ('failure' in company) throw new Error(company.failure)
  return company
}
