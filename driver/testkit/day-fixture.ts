import type { DriverDay } from '../src/offline/outbox.types.ts'

/** A small invented day: three stops of a truck that carries 20 kg and 50 kg cylinders. */
export const ids = {
  user: '01930000-0000-7000-8000-000000000001',
  otherUser: '01930000-0000-7000-8000-000000000002',
  driver: '01930000-0000-7000-8000-000000000011',
  run: '01930000-0000-7000-8000-000000000021',
  vehicle: '01930000-0000-7000-8000-000000000031',
  meter: '01930000-0000-7000-8000-000000000041',
  stop: (n: number) => `01930000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
}

type Stop = DriverDay['stops'][number]

export function stopFixture(n: number, change: Partial<Stop> = {}): Stop {
  return {
    id: ids.stop(n),
    trip: 1,
    position: n,
    state: 'published',
    version: 1,
    customerCode: `100000${n}`,
    shortName: `示範${n}`,
    address: `正氣路 ${n} 號`,
    point: { latitude: 22.75, longitude: 121.15 },
    isPointCoarse: false,
    floor: 1,
    hasLift: false,
    gateCode: '',
    contactName: '',
    accessNote: '',
    phones: [`090000010${n}`],
    doorPhotoFileId: null,
    windows: [{ fromMinute: 600, toMinute: 660 }],
    arriveMinute: 630,
    etaAt: null,
    reason: null,
    note: '',
    priority: 'normal',
    areas: [],
    changeoverModel: null,
    lines: [{ product: '20', fullOut: 2, emptyIn: 2, unitPriceNtd: '860' }],
    settlement: 'cash',
    billingMethod: 'cylinder',
    amountDueNtd: '1720',
    meter: null,
    expectsResidual: false,
    needsSignature: false,
    delivery: null,
    ...change,
  }
}

export function dayFixture(change: Partial<DriverDay> = {}): DriverDay {
  return {
    date: '2026-11-23',
    serverNow: '2026-11-23T02:00:00.000Z',
    driver: { id: ids.driver, name: '林阿海', letter: 'A' },
    company: { name: '幸福氣', phone: '089-000-111', isDemo: true },
    gpsIntervalSeconds: 15,
    prices: [
      { product: '50', unitPriceNtd: '2000', unit: 'cylinder', depositNtd: '3000' },
      { product: '20', unitPriceNtd: '860', unit: 'cylinder', depositNtd: '1500' },
      { product: '16', unitPriceNtd: '700', unit: 'cylinder', depositNtd: '1200' },
    ],
    run: {
      id: ids.run,
      state: 'loaded',
      version: 1,
      startMinute: 480,
      endMinute: 1020,
      vehicle: { id: ids.vehicle, plate: 'ABC-0001', name: '一號車', kind: 'truck', maxLoadGrams: 1_500_000 },
      depot: { name: '總站', address: '中興路 1 號', point: { latitude: 22.76, longitude: 121.14 } },
      loads: [{ trip: 1, full: { '20': 10, '50': 4 }, gasGrams: 400_000 }],
      loadedTrips: [1],
      onTruck: [
        { cylinderType: '50', full: 4, empty: 0 },
        { cylinderType: '20', full: 10, empty: 0 },
      ],
      cashInHandNtd: '2000',
      isVehicleChecked: true,
    },
    stops: [1, 2, 3].map(n => stopFixture(n)),
    ...change,
  }
}
