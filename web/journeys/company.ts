import type { CylinderType, ProductCode } from '../../contract/kernel/cylinders.ts'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import { apiAs, type Login, type Stage } from '../../server/testkit/stage.ts'

export type Api = (method: string, path: string, body?: unknown) => Promise<unknown>

/** The API as one person, for what a journey checks behind the screens; a refusal is thrown with its words. */
export async function asking(stage: Pick<Stage, 'origin'>, login: Login): Promise<Api> {
  const ask = await apiAs(stage, login)
  return async (method, path, body) => {
    const answer = await ask(method, path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

const priceOf: Partial<Record<ProductCode, number>> = {
  '50': 2_080,
  P20: 880,
  P16: 720,
  '20': 860,
  '16': 700,
  '10': 480,
  '4': 260,
  H16: 710,
  B10: 520,
  X4: 280,
  H20: 870,
}
const meteredProducts = ['F50', 'F20', 'F16', 'FH20', 'FH16'] as const

/** List prices of every product from a day on; the screen of one of them is a journey's own business. */
export async function setPrices(manager: Api, effectiveFrom: string): Promise<void> {
  const cylinders = Object.entries(priceOf).map(([code, price]) => ({ code, price, unit: 'cylinder' }))
  const metered = meteredProducts.map(code => ({ code, price: 43, unit: 'kg' }))
  for (const { code, price, unit } of [...cylinders, ...metered]) {
    await manager('PUT', `/api/products/${code}/price`, {
      effectiveFrom,
      unitPriceNtd: String(price),
      unit,
      depositNtd: unit === 'kg' ? '0' : '1500',
    })
  }
}

/** Places on a truck by size: more than a day needs, the load limit decides. */
export const truckSlots: Partial<Record<CylinderType, number>> = {
  '50': 14,
  P20: 40,
  P16: 40,
  '20': 52,
  '16': 52,
  '10': 40,
  '4': 30,
  H16: 40,
  B10: 30,
  X4: 30,
  H20: 40,
}

interface Fleet {
  depots: { id: string }[]
  drivers: { id: string; userId: string; letter: string; name: string }[]
  vehicles: { id: string; plate: string }[]
}
export const fleetOf = async (dispatcher: Api) => (await dispatcher('GET', '/api/fleet')) as Fleet

/** One more driver with a truck and a login. */
export async function hireDriver(
  admin: Api,
  dispatcher: Api,
  person: { letter: string; name: string; plate: string },
): Promise<Login> {
  const depotId = (await fleetOf(dispatcher)).depots[0]?.id
  const [userId, vehicleId, driverId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const login = { role: 'driver', login: `driver-${person.letter}`, password: crypto.randomUUID() }
  await admin('POST', '/api/users', { id: userId, ...login, name: person.name, depotId })
  await dispatcher('PUT', `/api/vehicles/${vehicleId}`, {
    depotId,
    plate: person.plate,
    name: `${person.letter} 車`,
    kind: 'truck',
    maxLoadGrams: 1_900_000,
    slots: truckSlots,
    isActive: true,
  })
  await dispatcher('PUT', `/api/drivers/${driverId}`, {
    userId,
    depotId,
    letter: person.letter,
    name: person.name,
    phone: '0900-000-102',
    vehicleId,
    shiftStartMinute: 480,
    shiftEndMinute: 1_080,
    zoneIds: [],
    isActive: true,
  })
  return login
}

interface CustomerRow {
  code: string
  siteId: string
  zone: string | null
  billingMethod: 'cylinder' | 'metered'
  settlement: string | null
  isTerminated: boolean
}
interface CustomerCard {
  sites: { acceptHours: number }[]
  recentDeliveries: { products: Partial<Record<ProductCode, number>> }[]
}
const sizesOfFirstTruck: readonly string[] = ['50', '20', '16', 'F50', 'F20', 'F16']

/** The morning's calls: customers in town who pay cash and some with a meter order what they took last time. */
export async function takeCalls(
  office: Api,
  date: string,
  wanted: { cash: number; metered: number },
): Promise<void> {
  const { customers } = (await office('GET', '/api/customers?limit=200')) as { customers: CustomerRow[] }
  const left = { ...wanted }
  for (const row of customers.filter(each => !each.isTerminated && each.zone?.startsWith('市'))) {
    const kind = row.billingMethod === 'metered' ? 'metered' : row.settlement === 'cash' ? 'cash' : undefined
    if (!kind || left[kind] === 0) continue
    const card = (await office('GET', `/api/customers/${row.code}`)) as CustomerCard
    const lines = Object.entries(card.recentDeliveries[0]?.products ?? {})
      .filter(([product, quantity]) => sizesOfFirstTruck.includes(product) && quantity <= 4)
      .map(([product, quantity]) => ({ product, quantity }))
    if (lines.length === 0) continue
    left[kind] -= 1
    await office('POST', '/api/orders', {
      id: crypto.randomUUID(),
      siteId: row.siteId,
      requestedOn: date,
      isDuplicateAccepted: true,
      lines,
    })
  }
}

/**
 * A driver of the demo company whose day suits a journey. Who drives what is the planner's answer to the minutes it had,
 * so a journey that names a driver meets an empty day on a busy machine.
 * @throws when nobody's day suits
 */
export async function driverOfDay(
  stage: Pick<Stage, 'origin'> & { logins: Login[] },
  suits: (day: DriverDay) => boolean,
): Promise<{ login: Login; day: DriverDay }> {
  for (const login of stage.logins.filter(({ role }) => role === 'driver')) {
    const day = (await (await asking(stage, login))('GET', '/api/driver/day')) as DriverDay
    if (suits(day)) return { login, day }
  }
  throw new Error('no driver of the demo company has such a day')
}

/** The stops of a day that a driver has still before him. */
export const openStopsOf = (day: Pick<DriverDay, 'stops'>): DriverDay['stops'] =>
  day.stops.filter(stop => ['published', 'arrived'].includes(stop.state))
