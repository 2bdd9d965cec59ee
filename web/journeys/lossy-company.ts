import { createHash } from 'node:crypto'
import type { Board } from '../../contract/endpoints/dispatch.ts'
import {
  type CylinderType,
  cylinderTypeCodes,
  type ProductCode,
  products,
} from '../../contract/kernel/cylinders.ts'
import { addDays } from '../../contract/kernel/dates.ts'
import { apiAs, type Login, type Stage } from '../../server/testkit/stage.ts'
import { type Api, asking, fleetOf, hireDriver, setPrices, truckSlots } from './company.ts'
import { movingCompany } from './legacy-files.ts'

/** Desks whose work goes on side by side. */
const desks = 6
const driverCount = 20
export const stopCount = 220
/** More than the stops of the day: who has left, and schools and markets with a calendar of their own, order nothing. */
const customerCount = 300
const depotPoint = { latitude: 22.7503, longitude: 121.1484 }
const letterOf = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index)

export interface Office {
  manager: Api
  admin: Api
  dispatcher: Api
  clerk: Api
}

export async function openOffice(stage: Stage): Promise<Office> {
  const as = (role: string) => asking(stage, stage.loginOf(role))
  const [manager, admin, dispatcher, clerk] = await Promise.all([
    as('manager'),
    as('super_admin'),
    as('dispatcher'),
    as('office'),
  ])
  return { manager, admin, dispatcher, clerk }
}

/** Does the same for each of many, so many at a time. */
export async function sideBySide<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>) {
  const left = items.entries()
  const one = async () => {
    for (const [index, item] of left) await work(item, index)
  }
  await Promise.all(Array.from({ length: desks }, one))
}

type SendFile = (file: {
  purpose: 'import' | 'signature'
  contentType: string
  fileName: string
  bytes: Buffer
}) => Promise<string>

/** Signs a person in for sending files, each in one piece; answers the id of what was sent. */
export async function fileDesk(stage: Pick<Stage, 'origin'>, login: Login): Promise<SendFile> {
  const say = await apiAs(stage, login)
  const raw = await bearerOf(stage, login)
  return async ({ bytes, ...words }) => {
    const id = crypto.randomUUID()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const declared = await say('POST', '/api/files', { id, ...words, sizeBytes: bytes.length, sha256 })
    if (!declared.ok) throw new Error(`a file was answered ${declared.status}: ${await declared.text()}`)
    const sent = await fetch(`${stage.origin}/api/files/${id}/content?offset=0`, {
      method: 'PUT',
      headers: { authorization: raw, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    })
    if (!sent.ok) throw new Error(`its bytes were answered ${sent.status}: ${await sent.text()}`)
    return id
  }
}

async function bearerOf({ origin }: Pick<Stage, 'origin'>, { login, password }: Login): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  return `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}`
}

/** The customers of the old workbook, of whom the office knows nothing but what stands there. */
async function moveIn(stage: Stage, { clerk }: Office, today: string): Promise<void> {
  const { customers } = movingCompany({
    customers: customerCount,
    from: addDays(today, -3),
    until: addDays(today, -1),
  })
  const send = await fileDesk(stage, stage.loginOf('office'))
  const fileId = await send({
    purpose: 'import',
    contentType: customers.mimeType,
    fileName: customers.name,
    bytes: customers.buffer,
  })
  const id = crypto.randomUUID()
  await clerk('POST', '/api/imports', { id, kind: 'customers', fileId, isDryRun: false })
  for (;;) {
    const run = (await clerk('GET', `/api/imports/${id}`)) as { status: string; failure: string | null }
    if (run.status === 'done') return
    if (run.failure !== null) throw new Error(`the customers were not imported: ${run.failure}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

interface Row {
  code: string
  siteId: string
  isTerminated: boolean
  billingMethod: 'cylinder' | 'metered'
}
interface Site {
  version: number
  areas: { cylinderType: CylinderType }[]
  calendar: string | null
}

const productOf = (row: Row, site: Site): ProductCode => {
  const type = site.areas[0]?.cylinderType ?? '20'
  const metered = `F${type}` as ProductCode
  return row.billingMethod === 'metered' && metered in products ? metered : type
}

/** Each customer is asked when he is in, put on the map around the depot, and orders once. */
async function takeOrders({ clerk }: Office, today: string): Promise<void> {
  const { customers } = (await clerk('GET', '/api/customers?limit=500')) as { customers: Row[] }
  const asked: { row: Row; site: Site }[] = []
  await sideBySide(
    customers.filter(row => !row.isTerminated),
    async row => {
      const hours = { acceptHours: 4095, slot: 'any', closedWeekdays: 0, closedOnHolidays: false }
      const body = { version: 1, ...hours, vehicleAccess: 'any' }
      asked.push({ row, site: (await clerk('PATCH', `/api/sites/${row.siteId}`, body)) as Site })
    },
  )
  const open = asked
    .filter(({ site }) => site.calendar === null)
    .sort((a, b) => a.row.code.localeCompare(b.row.code))
    .slice(0, stopCount)
  await sideBySide(open, async ({ row, site }, index) => {
    // A spiral of doors within some 4 km of the depot.
    const [turn, reach] = [index * 2.4, 0.002 + 0.032 * Math.sqrt(index / stopCount)]
    await clerk('PUT', `/api/sites/${row.siteId}/point`, {
      latitude: depotPoint.latitude + reach * Math.sin(turn),
      longitude: depotPoint.longitude + reach * Math.cos(turn),
      version: site.version,
    })
    await clerk('POST', '/api/orders', {
      id: crypto.randomUUID(),
      siteId: row.siteId,
      requestedOn: today,
      lines: [{ product: productOf(row, site), quantity: 1 + (index % 3) }],
    })
  })
}

/** Twenty trucks and drivers who have chosen their passwords; the fulls of the day stand at the depot. */
async function fitOut(stage: Stage, office: Office): Promise<Login[]> {
  const { dispatcher, admin } = office
  const fleet = await fleetOf(dispatcher)
  const [depotId, first] = [fleet.depots[0]?.id, fleet.drivers[0]]
  if (depotId === undefined || first === undefined) throw new Error('the company has no depot or no driver')
  const logins: Login[] = [stage.loginOf('driver')]
  const vehicleId = crypto.randomUUID()
  await dispatcher('PUT', `/api/vehicles/${vehicleId}`, {
    depotId,
    plate: 'LSY-0001',
    name: 'A 車',
    kind: 'truck',
    maxLoadGrams: 1_900_000,
    slots: truckSlots,
    isActive: true,
  })
  await dispatcher('PUT', `/api/drivers/${first.id}`, {
    ...{ userId: first.userId, depotId, letter: 'A', name: '司機一', phone: '0900-000-101', vehicleId },
    ...{ shiftStartMinute: 480, shiftEndMinute: 1_080, zoneIds: [], isActive: true },
  })
  for (let index = 1; index < driverCount; index += 1) {
    const plate = `LSY-${String(index + 1).padStart(4, '0')}`
    const person = { letter: letterOf(index), name: `司機${index + 1}`, plate }
    const given = await hireDriver(admin, dispatcher, person)
    const own = { ...given, password: crypto.randomUUID() }
    const driver = await asking(stage, given)
    await driver('POST', '/api/auth/password', { current: given.password, next: own.password })
    logins.push(own)
  }
  const full = cylinderTypeCodes.map(cylinderType => ({ cylinderType, quantity: 400 }))
  await dispatcher('POST', '/api/cylinders/receipts', { id: crypto.randomUUID(), depotId, full, empty: [] })
  return logins
}

/** Stops that a driver has at least, so that every phone has a day. */
const fewestStops = 6

/** The planner builds the day; the dispatcher gives those who have little some of whom has most, and publishes. */
async function publishDay({ clerk, dispatcher }: Office, today: string): Promise<Board> {
  await clerk('POST', '/api/due-list/build', { date: today })
  await clerk('POST', '/api/due-list/send', { date: today })
  const { version } = (await dispatcher('GET', `/api/plans/${today}`)) as Board
  let board = (await dispatcher('POST', `/api/plans/${today}/build`, { seconds: 4, version })) as Board
  for (;;) {
    const loads = board.drivers.map(({ id }) => {
      const run = board.runs.find(each => each.driverId === id)
      return { driverId: id, run, stops: board.stops.filter(({ runId }) => runId === run?.id && run) }
    })
    const [least, most] = [
      loads.reduce((a, b) => (b.stops.length < a.stops.length ? b : a)),
      loads.reduce((a, b) => (b.stops.length > a.stops.length ? b : a)),
    ]
    const given = most.stops.at(-1)
    if (least.stops.length >= fewestStops || given === undefined) break
    board = (await dispatcher('POST', `/api/stops/${given.id}/move`, {
      runId: null,
      driverId: least.driverId,
      trip: 1,
      position: least.stops.length,
      version: given.version,
      planVersion: board.version,
    })) as Board
  }
  const body = { version: board.version, isViolationAccepted: true }
  return (await dispatcher('POST', `/api/plans/${today}/publish`, body)) as Board
}

/** A company on the morning of a day of 220 stops, planned and published. */
export async function foundLossyDay(
  stage: Stage,
  office: Office,
  today: string,
): Promise<{ logins: Login[]; board: Board }> {
  await setPrices(office.manager, today)
  const [logins] = await Promise.all([
    fitOut(stage, office),
    moveIn(stage, office, today).then(() => takeOrders(office, today)),
  ])
  return { logins, board: await publishDay(office, today) }
}
