import { randomUUID } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foundCompany } from '../capabilities/admin/admin.api.ts'
import { depot, holdAccounts } from '../capabilities/cylinders/cylinders.api.ts'
import { saveDriverRow } from '../capabilities/dispatch/dispatch.api.ts'
import { argon2Hasher, createFirstUsers, type FirstLogin } from '../capabilities/identity/identity.api.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { openDirectConnection } from '../platform/database/database.ts'
import { runWrite } from '../platform/database/write.ts'
import type { System } from './wiring.ts'

/** Where a new company stands until it says otherwise: the middle of Taitung city. */
const firstDepot = {
  code: 'D1',
  name: '豐榮站',
  address: '台東縣台東市豐榮路1號',
  latitude: 22.7503,
  longitude: 121.1484,
}

export interface Founded {
  depotId: string
  logins: FirstLogin[]
  userIds: Map<string, string>
}

/** Whether the database has no company yet. */
export async function isEmpty(system: System): Promise<boolean> {
  return (await system.db.selectFrom('company').select('name').limit(1).executeTakeFirst()) === undefined
}

/**
 * Founds the company of an empty database: its depot and one user for each role. `first-login.json` (mode 0600) is
 * written before the transaction commits, so that a process killed in between leaves a file without users, and the next
 * start makes both anew; it is the only place where the passwords stand.
 */
export async function foundFirstCompany(
  system: System,
  folder: DataFolder,
  company: { name: string; isDemo: boolean },
): Promise<Founded> {
  const { answer } = await runWrite(system, { actor: systemActor, traceId: randomUUID() }, async context => {
    const depotId = await foundCompany(context, { ...company, depot: firstDepot })
    // The office receives its first stock on the screen that lists who holds what.
    await holdAccounts(context, [depot(depotId)])
    const users = await createFirstUsers(context, argon2Hasher, depotId)
    const driver = users.find(user => user.role === 'driver')
    if (driver) {
      await saveDriverRow(context.db, {
        id: context.newId(),
        userId: driver.userId,
        depotId,
        letter: 'A',
        name: '司機',
        phone: '',
        vehicleId: null,
        shiftStartMinute: 480,
        shiftEndMinute: 1_080,
        zoneIds: [],
        isActive: true,
      })
    }
    const logins = users.map(({ role, login, password }) => ({ role, login, password }))
    writeLogins(folder, logins)
    return { depotId, logins, userIds: new Map(users.map(user => [user.role, user.userId])) }
  })
  return answer
}

function writeLogins(folder: DataFolder, logins: FirstLogin[]): void {
  writeFileSync(join(folder.path, 'first-login.json'), `${JSON.stringify(logins, null, 2)}\n`, {
    mode: 0o600,
  })
}

const markerOf = (folder: DataFolder) => join(folder.path, 'demo-under-construction')

/** A demo company whose founding was cut off is thrown away; only a founding that began and did not end leaves the mark. */
export async function clearUnfinishedDemo(connectionString: string, folder: DataFolder): Promise<void> {
  if (!existsSync(markerOf(folder))) return
  const client = await openDirectConnection(connectionString)
  try {
    await client.query('drop schema if exists graphile_worker cascade')
    await client.query('drop schema public cascade')
    await client.query('create schema public')
  } finally {
    await client.end()
  }
  rmSync(markerOf(folder))
}

/** Founds the demo company with its history, yesterday, today and tomorrow. */
export async function foundDemoCompany(options: {
  folder: DataFolder
  openSystem(clock: Clock): Promise<System>
  now: Date
  onProgress(line: string): void
}): Promise<void> {
  const { folder } = options
  writeFileSync(markerOf(folder), '')
  const { foundDemo } = await import('../../tools/demo-company/found-demo.ts')
  const logins = await foundDemo({
    openSystem: options.openSystem,
    found: system => foundFirstCompany(system, folder, { name: '幸福氣示範公司', isDemo: true }),
    now: options.now,
    onProgress: options.onProgress,
  })
  writeLogins(folder, logins)
  rmSync(markerOf(folder))
}
