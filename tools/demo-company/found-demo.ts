import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setPrice } from '../../contract/endpoints/customers.ts'
import { receiveCylinders } from '../../contract/endpoints/deliveries.ts'
import { saveDriver, saveVehicle } from '../../contract/endpoints/dispatch.ts'
import { createUser } from '../../contract/endpoints/identity.ts'
import { placeOrder } from '../../contract/endpoints/orders.ts'
import { type CylinderType, cylinderTypeCodes, type ProductCode } from '../../contract/kernel/cylinders.ts'
import { addDays, businessDateOf, instantAt } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import { sitePoints } from '../../server/capabilities/customers/customers.api.ts'
import { type FirstLogin, randomPassword } from '../../server/capabilities/identity/identity.api.ts'
import type { System } from '../../server/main/wiring.ts'
import { type Actor, systemActor } from '../../server/platform/actor.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { runWrite } from '../../server/platform/database/write.ts'
import { seededRandom } from '../dirty-legacy/random.ts'
import { act } from './act.ts'
import { agreeOnRhythms, sellOverCounter } from './demo-counter.ts'
import { closeDay, type DemoStage, driveDay, planDay, reportWhereabouts } from './demo-day.ts'
import { decideMatters, deskMorning, giveNumbers, promiseHours } from './demo-desk.ts'
import { demoLegacyFiles } from './demo-legacy-files.ts'
import { agreePrices } from './demo-prices.ts'
import { normal } from './demo-random.ts'
import { demoDrivers, zones } from './demo-trade.ts'

export interface DemoOptions {
  /** Opens the program on the demo's database with a clock of the demo's. */
  openSystem(clock: ReturnType<typeof settableClock>): Promise<System>
  /** Founds company, depot and first users; answers what people sign in with. */
  found(system: System): Promise<{ depotId: string; logins: FirstLogin[]; userIds: Map<string, string> }>
  now: Date
  customers?: number
  onProgress(line: string): void
}

const historyFrom = '2021-01-01'
const listPrices: Partial<Record<ProductCode, { price: number; deposit: number; unit: 'cylinder' | 'kg' }>> =
  {
    '50': { price: 2_080, deposit: 3_000, unit: 'cylinder' },
    P20: { price: 880, deposit: 1_500, unit: 'cylinder' },
    P16: { price: 720, deposit: 1_200, unit: 'cylinder' },
    '20': { price: 860, deposit: 1_500, unit: 'cylinder' },
    '16': { price: 700, deposit: 1_200, unit: 'cylinder' },
    '10': { price: 480, deposit: 1_000, unit: 'cylinder' },
    '4': { price: 260, deposit: 800, unit: 'cylinder' },
    H16: { price: 710, deposit: 1_200, unit: 'cylinder' },
    B10: { price: 520, deposit: 1_500, unit: 'cylinder' },
    X4: { price: 280, deposit: 900, unit: 'cylinder' },
    H20: { price: 870, deposit: 1_500, unit: 'cylinder' },
    F50: { price: 43, deposit: 0, unit: 'kg' },
    F20: { price: 43, deposit: 0, unit: 'kg' },
    F16: { price: 43, deposit: 0, unit: 'kg' },
    FH20: { price: 43, deposit: 0, unit: 'kg' },
    FH16: { price: 43, deposit: 0, unit: 'kg' },
  }
/** Fulls in the depot on the first morning. */
const depotStock: Partial<Record<CylinderType, number>> = {
  '50': 480,
  P20: 140,
  P16: 60,
  '20': 900,
  '16': 700,
  '10': 240,
  '4': 60,
  H16: 80,
  B10: 60,
  X4: 40,
  H20: 120,
}
const truckSlots: Partial<Record<CylinderType, number>> = {
  '50': 24,
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
const motorcycleSlots: Partial<Record<CylinderType, number>> = {
  '20': 2,
  P20: 2,
  H20: 2,
  '16': 3,
  P16: 3,
  H16: 3,
  '10': 4,
  B10: 4,
  '4': 6,
  X4: 6,
}

/**
 * Founds the demo company by living it: invented legacy files are imported, prices set, the depot filled; then
 * yesterday is planned, driven and closed, today is under way and tomorrow is planned. Every row comes from the same
 * actions that people use.
 */
export async function foundDemo(options: DemoOptions): Promise<FirstLogin[]> {
  const { now, onProgress } = options
  const today = businessDateOf(now)
  const yesterday = addDays(today, -1)
  const clock = settableClock(instantAt(addDays(yesterday, -1), 17 * 60).toISOString())
  const system = await options.openSystem(clock)
  try {
    const { depotId, logins, userIds } = await options.found(system)
    const actorOf = (role: FirstLogin['role']): Actor => ({
      id: userIds.get(role) ?? '',
      role,
      name: role,
      depotId,
      driverId: null,
    })
    const office = actorOf('office')
    onProgress('示範公司：匯入客戶與歷史 customers and history')
    await importLegacy(system, addDays(yesterday, -1), options.customers ?? 1_267)
    await placeCustomers(system)
    onProgress('示範公司：車隊與牌價 fleet and prices')
    const { drivers, driverLogins } = await hireDrivers(
      system,
      depotId,
      actorOf('super_admin'),
      actorOf('dispatcher'),
      userIds.get('driver') ?? '',
    )
    await setPrices(system, actorOf('manager'), clock)
    await agreePrices(system, actorOf('manager'))
    await giveNumbers(system)
    await fillDepot(system, office, depotId, clock)
    const stage: DemoStage = {
      system,
      setClock: at => clock.set(at.toISOString()),
      office,
      dispatcher: actorOf('dispatcher'),
      drivers,
      random: seededRandom(11),
    }
    onProgress('示範公司：昨天 yesterday')
    clock.set(instantAt(yesterday, 320).toISOString())
    await planDay(stage, yesterday, true)
    await driveDay(stage, yesterday, instantAt(yesterday, 1_300))
    await decideMatters(stage)
    await closeDay(stage, yesterday, instantAt(yesterday, 1_310))
    onProgress('示範公司：今天 today')
    await promiseHours(stage, today, 0)
    await liveToday(stage, today, now)
    onProgress('示範公司：明天 tomorrow')
    clock.set(now.toISOString())
    await takeOrders(stage, addDays(today, 1))
    await promiseHours(stage, addDays(today, 1), 4)
    await sellOverCounter(stage)
    await agreeOnRhythms(stage, addDays(today, 1))
    await planDay(stage, addDays(today, 1), false)
    return [...logins, ...driverLogins]
  } finally {
    await system.close()
  }
}

/** Six trucks and two motorcycles with their drivers; the first of them has the login of the role. */
async function hireDrivers(
  system: System,
  depotId: string,
  admin: Actor,
  dispatcher: Actor,
  firstDriverUserId: string,
): Promise<{ drivers: Actor[]; driverLogins: FirstLogin[] }> {
  const zones = await zonesOf(system)
  const drivers: Actor[] = []
  const driverLogins: FirstLogin[] = []
  for (const [index, demo] of demoDrivers.entries()) {
    const vehicleId = uuidv7(system.clock.now().getTime())
    const isTruck = demo.kind === 'truck'
    await act(system, dispatcher, saveVehicle, {
      params: { id: vehicleId },
      body: {
        depotId,
        plate: demo.plate,
        name: `${demo.letter} 車`,
        kind: demo.kind,
        maxLoadGrams: isTruck ? 1_900_000 : 80_000,
        slots: isTruck ? truckSlots : motorcycleSlots,
      },
    })
    let userId = firstDriverUserId
    if (index > 0) {
      userId = uuidv7(system.clock.now().getTime())
      const login = `driver-${demo.letter.toLowerCase()}`
      const password = randomPassword()
      await act(system, admin, createUser, {
        body: { id: userId, login, name: demo.name, role: 'driver', depotId, password },
      })
      // The demo's passwords are drawn at random for this folder; nobody else knows them, so nobody has to change his.
      await system.db
        .updateTable('app_user')
        .set({ must_change_password: false })
        .where('id', '=', userId)
        .execute()
      driverLogins.push({ role: 'driver', login, password })
    }
    const driverId = await driverIdOf(system, userId)
    await act(system, dispatcher, saveDriver, {
      params: { id: driverId },
      body: {
        userId,
        depotId,
        letter: demo.letter,
        name: demo.name,
        phone: `0900-000-${String(101 + index)}`,
        vehicleId,
        shiftStartMinute: 480,
        shiftEndMinute: 1_080,
        zoneIds: demo.zones.flatMap(name => zones.get(name) ?? []),
      },
    })
    drivers.push({ id: userId, role: 'driver', name: demo.name, depotId, driverId })
  }
  return { drivers, driverLogins }
}

async function zonesOf(system: System): Promise<Map<string, string>> {
  const rows = await system.db.selectFrom('zone').select(['id', 'name']).limit(100).execute()
  return new Map(rows.map(row => [row.name, row.id]))
}

async function driverIdOf(system: System, userId: string): Promise<string> {
  const row = await system.db
    .selectFrom('driver')
    .select('id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.id ?? uuidv7(system.clock.now().getTime())
}

async function setPrices(system: System, manager: Actor, clock: { now(): Date }): Promise<void> {
  const effectiveFrom = businessDateOf(clock.now())
  for (const [code, item] of Object.entries(listPrices)) {
    await act(system, manager, setPrice, {
      params: { code: code as ProductCode },
      body: {
        effectiveFrom,
        unitPriceNtd: String(item.price),
        unit: item.unit,
        depositNtd: String(item.deposit),
        source: '示範牌價',
      },
    })
  }
}

/** Imports the invented workbook and history through the same importer that a moving company uses. */
async function importLegacy(system: System, until: string, customers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-demo-'))
  try {
    const files = demoLegacyFiles({ seed: 1, customers, from: historyFrom, until })
    for (const [kind, name, bytes] of [
      ['customers', 'customers.xlsx', files.workbook],
      ['history', 'history.csv', files.history],
    ] as const) {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      const result = await system.importFile({
        kind,
        path,
        fileName: name,
        isDryRun: false,
        actor: systemActor,
        traceId: 'demo',
      })
      if (result.rejected.length > 0)
        throw new Error(`the demo company's own ${name} was refused: ${JSON.stringify(result.rejected[0])}`)
    }
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true })
  }
}

/** Of a hundred customers seven are still only known by their town; the office's queue of coarse points shows them. */
const coarseShare = 0.07

/** Gives the invented customers invented doors around the middle of their zone, as an address service would. */
async function placeCustomers(system: System): Promise<void> {
  const random = seededRandom(3)
  const zoneOf = new Map(zones.map(([zone]) => [zone.zone, zone]))
  const sites = await system.db
    .selectFrom('site')
    .innerJoin('zone', 'zone.id', 'site.zone_id')
    .select(['site.id', 'zone.name', 'site.town_code', 'site.address'])
    .orderBy('site.address')
    .orderBy('site.id')
    .limit(20_000)
    .execute()
  const points = sites.flatMap(site => {
    const zone = zoneOf.get(site.name)
    if (!zone || random.next() < coarseShare) return []
    // Towns of the east coast have the sea to their east: doors lie west of the middle more often.
    const north = (zone.spreadKm * normal(random)) / 111
    const east = (zone.spreadKm * (normal(random) - 0.3)) / 102
    const point = {
      latitude: zone.centre[0] + north,
      longitude: zone.centre[1] + east,
      source: 'address-service' as const,
      precisionMetres: 30,
      townCode: site.town_code ?? undefined,
      place: site.address,
    }
    return [{ siteId: site.id, point }]
  })
  await runWrite(system, { actor: systemActor, traceId: 'demo' }, context =>
    sitePoints.place(context, points),
  )
}

async function fillDepot(
  system: System,
  office: Actor,
  depotId: string,
  clock: { now(): Date },
): Promise<void> {
  await act(system, office, receiveCylinders, {
    body: {
      id: uuidv7(clock.now().getTime()),
      depotId,
      empty: [],
      note: '開帳進貨',
      full: cylinderTypeCodes.flatMap(cylinderType =>
        depotStock[cylinderType] ? [{ cylinderType, quantity: depotStock[cylinderType] }] : [],
      ),
    },
  })
}

/** 05:40: the runs stand before the first driver comes in. */
const plannedMinute = 340

/**
 * Plays today up to now, each fact at the hour it was planned for: before dawn nobody is out yet, in the evening
 * everybody is back.
 */
async function liveToday(stage: DemoStage, today: string, now: Date): Promise<void> {
  const dawn = instantAt(today, plannedMinute)
  stage.setClock(now < dawn ? now : dawn)
  await planDay(stage, today, true)
  await driveDay(stage, today, now, await deskMorning(stage, today))
  stage.setClock(now)
  await reportWhereabouts(stage, today, now)
}

/** Three phone orders for a day, one of them urgent. */
async function takeOrders(stage: DemoStage, date: string): Promise<void> {
  const sites = await stage.system.db
    .selectFrom('site_declared_cylinder')
    .innerJoin('site', 'site.id', 'site_declared_cylinder.site_id')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .select(['site.id', 'site_declared_cylinder.product_code'])
    .where('site.billing_method', '=', 'cylinder')
    .where('customer.is_terminated', '=', false)
    .orderBy('customer.code')
    .limit(3)
    .execute()
  for (const [index, site] of sites.entries()) {
    await act(stage.system, stage.office, placeOrder, {
      body: {
        id: uuidv7(stage.system.clock.now().getTime()),
        siteId: site.id,
        requestedOn: date,
        priority: index === 0 ? 'urgent' : 'normal',
        isDuplicateAccepted: true,
        lines: [{ product: site.product_code as ProductCode, quantity: 1 }],
        note: index === 0 ? '來電說快沒氣了' : '',
      },
    })
  }
}
