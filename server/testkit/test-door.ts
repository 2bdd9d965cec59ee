import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Role } from '../../contract/permissions.ts'
import { foundFirstCompany } from '../main/first-start.ts'
import { type DoorOptions, makeDoor, startServices } from '../main/services.ts'
import { openSystem } from '../main/wiring.ts'
import type { Clock } from '../platform/clock.ts'
import { systemClock } from '../platform/clock.ts'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { makeLogger } from '../platform/telemetry/logger.ts'
import type { Login } from './stage.ts'
import { testDatabase } from './test-database.ts'

export interface TestDoorOptions extends DoorOptions {
  /** A migrated database; one of the test's own where absent. */
  connectionString?: string
  clock?: Clock
  roles?: ReadonlySet<'api' | 'realtime' | 'worker'>
}

/** The whole program in this process, with a new company, listening on a port of its own, its log lines kept. */
export async function openTestDoor(options: TestDoorOptions = {}) {
  const connectionString = options.connectionString ?? (await testDatabase()).connectionString
  const path = mkdtempSync(join(tmpdir(), 'luckygas-door-'))
  const folder = openDataFolder(path)
  const log: string[] = []
  const logger = makeLogger(
    'debug',
    new Writable({
      write: (chunk, _encoding, done) => {
        log.push(...String(chunk).split('\n').filter(Boolean))
        done()
      },
    }),
  )
  const clock = options.clock ?? systemClock
  const system = await openSystem({ connectionString, dataFolder: folder, logger, clock })
  const founded = await foundFirstCompany(system, folder, { name: '測試瓦斯行', isDemo: false })
  const services = await startServices(system, options.roles ?? new Set(['api', 'realtime', 'worker']))
  const app = await makeDoor(system, services, { isAnswerChecked: true, ...options })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await services.stop()
    await app.close()
    await system.close()
    rmSync(path, { recursive: true, force: true })
  })
  const loginOf = (role: Role): Login => {
    const found = founded.logins.find(login => login.role === role)
    if (!found) throw new Error(`no login for ${role}`)
    return found
  }
  const signIn = async (role: Role) => {
    const { login, password } = loginOf(role)
    const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload: { login, password } })
    return answer.json<{ accessToken: string }>().accessToken
  }
  return { app, system, services, origin, log, folder, depotId: founded.depotId, loginOf, signIn }
}
