import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foundCompany } from '../capabilities/admin/admin.api.ts'
import { saveDriverRow } from '../capabilities/dispatch/dispatch.api.ts'
import { argon2Hasher, createFirstUsers, type FirstLogin } from '../capabilities/identity/identity.api.ts'
import { systemActor } from '../platform/actor.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { runWrite, type WriteContext } from '../platform/database/write.ts'
import type { System } from './wiring.ts'

/** Where a new company stands until it says otherwise: the middle of Taitung city. */
const firstDepot = {
  code: 'D1',
  name: '豐榮站',
  address: '台東縣台東市豐榮路1號',
  latitude: 22.7503,
  longitude: 121.1484,
}

/** Whether the database has no company yet. */
export async function isEmpty(system: System): Promise<boolean> {
  return (await system.db.selectFrom('company').select('name').limit(1).executeTakeFirst()) === undefined
}

/**
 * Founds the company of an empty database: its depot, one user for each role, and `first-login.json` in the data
 * folder (mode 0600), the only place where the passwords stand. The file is written before the transaction commits, so
 * a process killed in between leaves a file without users and the next start makes both anew.
 */
export async function foundFirstCompany(
  system: System,
  folder: DataFolder,
  company: { name: string; isDemo: boolean },
  furnish: (context: WriteContext, depotId: string) => Promise<FirstLogin[]> = async () => [],
): Promise<void> {
  await runWrite(system, { actor: systemActor, traceId: randomUUID() }, async context => {
    const depotId = await foundCompany(context, { ...company, depot: firstDepot })
    const logins = await createFirstUsers(context, argon2Hasher, depotId)
    const first = logins.find(login => login.role === 'driver')
    if (first) {
      await saveDriverRow(context.db, {
        id: context.newId(),
        userId: first.userId,
        depotId,
        letter: 'A',
        name: '司機',
        phone: '',
        vehicleId: null,
        shiftStartMinute: 480,
        shiftEndMinute: 1080,
        zoneIds: [],
        isActive: true,
      })
    }
    const more = await furnish(context, depotId)
    writeLogins(folder, [...logins.map(({ role, login, password }) => ({ role, login, password })), ...more])
  })
}

function writeLogins(folder: DataFolder, logins: FirstLogin[]): void {
  writeFileSync(join(folder.path, 'first-login.json'), `${JSON.stringify(logins, null, 2)}\n`, {
    mode: 0o600,
  })
}
