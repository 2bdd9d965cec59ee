import { randomUUID } from 'node:crypto'
import { settableClock } from '../../platform/clock.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import type { HolderNames } from '../cylinders/cylinders.api.ts'
import type { DispatchNeeds, RunFacts, StopFacts } from '../deliveries/deliveries.api.ts'

/** A driver on a database of his own, with a run of two stops as dispatch would tell it. */
export async function trackingDay() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T00:00:00Z')
  const [depotId, userId, driverId] = [randomUUID(), randomUUID(), randomUUID()]
  await db
    .insertInto('depot')
    .values({ id: depotId, code: 'A', name: '總站', latitude: 22.75, longitude: 121.14 })
    .execute()
  await db
    .insertInto('app_user')
    .values({
      id: userId,
      login: 'driver',
      name: '司機',
      role: 'driver',
      password_hash: '',
      password_changed_at: clock.now(),
      created_at: clock.now(),
    })
    .execute()
  await db
    .insertInto('driver')
    .values({ id: driverId, user_id: userId, depot_id: depotId, letter: 'A', name: '司機' })
    .execute()
  const driver = { id: driverId, userId, depotId, name: '司機', letter: 'A' }
  const run = { id: randomUUID(), driver } as RunFacts
  const stops = ['店1', '店2'].map(name => ({
    siteId: name,
    runId: run.id,
    state: 'published',
  })) as StopFacts[]
  const dispatch: Pick<DispatchNeeds, 'readDrivers' | 'readRunsOfDay' | 'readStopsOfRuns'> = {
    readDrivers: async () => [driver],
    readRunsOfDay: async () => [run],
    readStopsOfRuns: async () => stops,
  }
  const names: HolderNames = {
    readHolders: async (_db, _kind, ids) => new Map(ids.map(id => [id, { name: id, depotId }])),
  }
  return { db, clock, depotId, driverId, dispatch, names }
}
