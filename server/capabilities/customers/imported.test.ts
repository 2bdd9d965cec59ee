import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  createImported,
  learnArrival,
  readImported,
  readServedSites,
  readSitesForDriver,
  updateImported,
} from './customers.api.ts'
import { companyFixture, readAudit, record, village } from './customers.fixture.ts'

const full = record('1400001', {
  invoiceTitle: '阿朵有限公司(統編00018928)',
  taxId: '00018928',
  settlement: 'monthly',
  isSubscriber: true,
  legacyStatus: '正常',
  phone: '0900000123',
  site: {
    billingMethod: 'metered',
    singleZoneSupply: 2,
    calendar: 'school',
    seriesCapacityGrams: 240_000,
    spareCylinders: 3,
    isSeriesFiled: true,
    areas: [
      { ordinal: 1, cylinderType: '20', inUse: 6, standby: 5 },
      { ordinal: 3, cylinderType: 'H16', inUse: 1, standby: 0 },
    ],
    equipment: ['flow_meter', 'changeover', 'smart_scale'],
    declared: { F20: 12, X4: 1 },
    snapshot: {
      monthlyGrams: 300_000,
      residualGrams: 18_500,
      purchasedGrams: 281_500,
      residualShare: 0.06167,
      dailyUseGrams: 9_383,
      maxCycleDays: 21.75,
      deferrableDays: 5,
      cylinderText: { 20: 12, 4: 1 },
    },
  },
})

describe('what the imports write and read', () => {
  test('[A1] a record comes back as it was written, in all its parts', async () => {
    const { db, write } = await companyFixture()
    const [stored] = await write(context => createImported(context, [{ record: full, point: village }]))
    const read = await readImported(db, ['1400001', '1499999'])
    expect([...read.keys()]).toEqual(['1400001'])
    expect(read.get('1400001')).toEqual({ ...stored, record: full, isPlacedExactly: false })
  })

  test('[A1] more customers than one batch holds are all written, with one zone for all who name it', async () => {
    const { db, write } = await companyFixture()
    const customers = Array.from({ length: 450 }, (_, n) => ({
      record: record(String(1_400_000 + n)),
      point: undefined,
    }))
    await write(context => createImported(context, customers, 'demo'))
    expect(await readServedSites(db, null)).toHaveLength(450)
    expect(await db.selectFrom('zone').select('name').execute()).toEqual([{ name: '市南' }])
  })

  test('[A1] an update writes over every part, keeps phones that people added and a pin it was not given', async () => {
    const { db, write } = await companyFixture()
    const [stored] = await write(context => createImported(context, [{ record: full, point: village }]))
    if (!stored) throw new Error('nothing stored')
    await db
      .insertInto('phone')
      .values({ customer_id: stored.customerId, digits: '089000777', label: '老闆' })
      .execute()
    const changed = record('1400001', {
      shortName: '改名',
      phone: '0900000999',
      site: { zone: '市北', declared: { '20': 1 } },
    })
    await write(context => updateImported(context, stored, { record: changed, point: undefined }))
    expect((await readImported(db, ['1400001'])).get('1400001')?.record).toEqual(changed)
    const [site] = await readSitesForDriver(db, [stored.siteId])
    expect(site).toMatchObject({
      phones: ['089000777', '0900000999'],
      isPointCoarse: true,
      residualRatio: null,
    })
    expect(site?.point).toEqual({ latitude: village.latitude, longitude: village.longitude })
  })

  test('[A7] three arrivals move a coarse pin, the same one twice counts once, and a person’s pin stays', async () => {
    const { db, write, clock } = await companyFixture()
    const [stored] = await write(context => createImported(context, [{ record: full, point: village }]))
    const siteId = stored?.siteId ?? ''
    const arrive = (minute: number, latitude: number) =>
      write(context =>
        learnArrival(context, {
          siteId,
          latitude,
          longitude: 121.15,
          at: new Date(clock.now().getTime() + minute * 60_000),
        }),
      )
    await arrive(0, 22.7701)
    await arrive(0, 22.7701)
    await arrive(1, 22.77)
    expect((await readImported(db, ['1400001'])).get('1400001')?.isPlacedExactly).toBe(false)
    await arrive(2, 22.7699)
    expect((await readImported(db, ['1400001'])).get('1400001')?.isPlacedExactly).toBe(true)
    const [site] = await readServedSites(db, null)
    expect(site?.point).toMatchObject({ latitude: 22.77, longitude: 121.15, source: 'arrivals' })
    expect(site?.version).toBe(1)
    expect(await readAudit(db, siteId)).toMatchObject([
      {
        action: 'customers.learn-arrival',
        before: { source: 'village-centroid' },
        after: { source: 'arrivals' },
      },
    ])
    await db.updateTable('site').set({ point_source: 'staff' }).where('id', '=', siteId).execute()
    for (let minute = 3; minute < 25; minute += 1) await arrive(minute, 22.9)
    expect((await readServedSites(db, null))[0]?.point?.latitude).toBe(22.77)
    const kept = await db
      .selectFrom('site_arrival')
      .select('arrived_at')
      .where('site_id', '=', siteId)
      .execute()
    expect(kept).toHaveLength(15)
    await write(context =>
      learnArrival(context, { siteId: randomUUID(), latitude: 22.7, longitude: 121, at: clock.now() }),
    )
  })
})
