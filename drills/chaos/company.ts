import { randomUUID } from 'node:crypto'
import { type Api, asking, fleetOf, hireDriver, setPrices, truckSlots } from '../../web/journeys/company.ts'
import { openShop } from '../workload.ts'

export interface Login {
  role: string
  login: string
  password: string
}

export interface Company {
  siteIds: readonly string[]
  /** Every person, drivers last. */
  logins: readonly Login[]
  drivers: readonly Login[]
}

const depotPoint = { latitude: 22.7503, longitude: 121.1484 }
/** Drivers work around the clock, so that a run at any hour finds them on duty. */
const shift = { shiftStartMinute: 0, shiftEndMinute: 1_439 }

/** A company with prices, two trucks, fulls at the depot and customers on the map, whose day can begin. */
export async function foundCompany(
  origin: string,
  logins: readonly Login[],
  today: string,
  customers: number,
): Promise<Company> {
  const loginOf = (role: string) => {
    const found = logins.find(each => each.role === role)
    if (!found) throw new Error(`no login for ${role}`)
    return found
  }
  const as = (role: string) => asking({ origin }, loginOf(role))
  const [manager, dispatcher, admin, clerk] = [
    await as('manager'),
    await as('dispatcher'),
    await as('super_admin'),
    await as('office'),
  ]
  const { siteIds } = await openShop(origin, logins, customers, today)
  await setPrices(manager, today)
  for (const [index, siteId] of siteIds.entries()) await locate(clerk, siteId, index / customers)
  const second = await fitOut(origin, { admin, dispatcher })
  return { siteIds, logins, drivers: [loginOf('driver'), second] }
}

/** A spiral of doors around the depot. @param share how far out, 0 to 1 */
async function locate(clerk: Api, siteId: string, share: number): Promise<void> {
  const [turn, reach] = [share * 200, 0.002 + 0.02 * Math.sqrt(share)]
  await clerk('PUT', `/api/sites/${siteId}/point`, {
    latitude: depotPoint.latitude + reach * Math.sin(turn),
    longitude: depotPoint.longitude + reach * Math.cos(turn),
    version: 1,
  })
}

/** A truck for the driver who is there, a second driver with one, and fulls for both; answers the second's login. */
async function fitOut(
  origin: string,
  { admin, dispatcher }: { admin: Api; dispatcher: Api },
): Promise<Login> {
  const fleet = await fleetOf(dispatcher)
  const [depotId, first] = [fleet.depots[0]?.id, fleet.drivers[0]]
  if (depotId === undefined || first === undefined) throw new Error('the company has no depot or no driver')
  const vehicleId = randomUUID()
  await dispatcher('PUT', `/api/vehicles/${vehicleId}`, {
    ...{ depotId, plate: 'CHS-0001', name: 'A 車', kind: 'truck', maxLoadGrams: 8_000_000 },
    ...{ slots: truckSlots, isActive: true },
  })
  await dispatcher('PUT', `/api/drivers/${first.id}`, {
    ...{ userId: first.userId, depotId, letter: 'A', name: '司機一', phone: '0900-000-101', vehicleId },
    ...{ ...shift, zoneIds: [], isActive: true },
  })
  const given = await hireDriver(admin, dispatcher, { letter: 'B', name: '司機二', plate: 'CHS-0002' })
  const hired = (await fleetOf(dispatcher)).drivers.find(({ letter }) => letter === 'B')
  const truck = (await fleetOf(dispatcher)).vehicles.find(({ plate }) => plate === 'CHS-0002')
  if (!hired || !truck) throw new Error('the second driver was not hired')
  await dispatcher('PUT', `/api/drivers/${hired.id}`, {
    ...{ userId: hired.userId, depotId, letter: 'B', name: '司機二', phone: '0900-000-102' },
    ...{ vehicleId: truck.id, ...shift, zoneIds: [], isActive: true },
  })
  const own = { ...given, password: randomUUID() }
  const driver = await asking({ origin }, given)
  await driver('POST', '/api/auth/password', { current: given.password, next: own.password })
  const full = ['20', '16'].map(cylinderType => ({ cylinderType, quantity: 2_000 }))
  await dispatcher('POST', '/api/cylinders/receipts', { id: randomUUID(), depotId, full, empty: [] })
  return own
}
