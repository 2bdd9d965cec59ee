/**
 * A rich day invented around given places: sizes, windows, floors and priorities in the mix of a Taitung gas
 * company (median 20 kg sites, 15 % by motorcycle, runs of 12 to 25 stops). No real customer is in it.
 */
import type {
  CylinderSize,
  Driver,
  Point,
  PriorityClass,
  Problem,
  Stop,
  TimeWindow,
  Vehicle,
} from '../../server/planner/planner.api.ts'

export type InventOptions = {
  places: InventedPlace[]
  seed: number
  trucks: number
  motorcycles: number
  depot?: Point
}

export type InventedPlace = { id: string; point: Point; zone: string; isBusiness: boolean }

/** Nominal gas and a usual tare. */
const SIZES: CylinderSize[] = [
  { code: '50', gasGrams: 50_000, tareGrams: 45_000 },
  { code: '20', gasGrams: 20_000, tareGrams: 21_000 },
  { code: '16', gasGrams: 16_000, tareGrams: 17_500 },
  { code: '10', gasGrams: 10_000, tareGrams: 12_000 },
  { code: '4', gasGrams: 4_000, tareGrams: 5_500 },
]

/** Town and coast of Taitung: centre, spread in degrees, share of the stops. */
const DISTRICTS = [
  { zone: '市區北', latitude: 22.764, longitude: 121.142, spread: 0.012, share: 0.3 },
  { zone: '市區南', latitude: 22.748, longitude: 121.149, spread: 0.012, share: 0.26 },
  { zone: '卑南', latitude: 22.786, longitude: 121.116, spread: 0.018, share: 0.16 },
  { zone: '知本', latitude: 22.71, longitude: 121.06, spread: 0.02, share: 0.1 },
  { zone: '鹿野', latitude: 22.913, longitude: 121.135, spread: 0.02, share: 0.1 },
  { zone: '太麻里', latitude: 22.615, longitude: 121.004, spread: 0.02, share: 0.08 },
]

const DEPOT: Point = { latitude: 22.7717, longitude: 121.1246 }

/** Repeatable choices (mulberry32). */
class Dice {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  /** Picks by weight. */
  weigh<T>(choices: readonly (readonly [T, number])[]): T {
    let left = this.fraction() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [choice, weight] of choices) {
      left -= weight
      if (left < 0) return choice
    }
    return (choices[0] as readonly [T, number])[0]
  }

  /** Roughly normal, mean 0 and deviation 1. */
  bell(): number {
    return this.fraction() + this.fraction() + this.fraction() + this.fraction() - 2
  }
}

/** Invented places in and around Taitung. */
export function placesAroundTaitung(count: number, seed: number): InventedPlace[] {
  const dice = new Dice(seed * 101 + 1)
  const shares = DISTRICTS.map(district => [district, district.share] as const)
  return Array.from({ length: count }, (_, index) => {
    const district = dice.weigh(shares)
    const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
    return {
      id: `S${String(index + 1).padStart(3, '0')}`,
      point: {
        latitude: round(district.latitude + dice.bell() * district.spread),
        longitude: round(district.longitude + dice.bell() * district.spread),
      },
      zone: district.zone,
      isBusiness: dice.fraction() < 0.55,
    }
  })
}

export function inventDay(options: InventOptions): Problem {
  const dice = new Dice(options.seed)
  const zones = [...new Set(options.places.map(place => place.zone))]
  const trucks = Array.from({ length: options.trucks }, (_, index): Vehicle => {
    return {
      id: `truck-${index + 1}`,
      kind: 'truck',
      slots: { 50: 8, 20: 36, 16: 24, 10: 12, 4: 16 },
      maxGrossGrams: 1_600_000,
      fixedCost: 600,
    }
  })
  const motorcycles = Array.from({ length: options.motorcycles }, (_, index): Vehicle => {
    return {
      id: `motorcycle-${index + 1}`,
      kind: 'motorcycle',
      slots: { 20: 3, 16: 3, 10: 4, 4: 6 },
      maxNetGasGrams: 60_000,
      fixedCost: 150,
      perKm: 1.5,
    }
  })
  const vehicles = [...trucks, ...motorcycles]
  return {
    schemaVersion: 1,
    name: '示範: invented day around Taitung',
    depots: [
      {
        id: 'depot',
        point: options.depot ?? DEPOT,
        reloadMinutes: 20,
        bays: Math.max(2, Math.ceil(vehicles.length / 4)),
      },
    ],
    sizes: SIZES,
    vehicles,
    drivers: vehicles.map((vehicle, index) => driver(vehicle, index, zones)),
    stops: options.places.map((place, index) => stop(dice, place, index)),
    travel: {
      kind: 'estimate',
      circuity: 1.35,
      kmPerHour: 30,
      kindFactors: { motorcycle: 0.85 },
    },
    objective: { perKm: 3.5, perHour: 300, waitingPerHour: 150, latenessPerMinute: 20, unfamiliarZone: 30 },
  }
}

function driver(vehicle: Vehicle, index: number, zones: string[]): Driver {
  const isTruck = vehicle.kind === 'truck'
  return {
    id: `driver-${index + 1}`,
    vehicleId: vehicle.id,
    shiftStartMinute: 480,
    shiftEndMinute: 1050,
    maxOvertimeMinutes: 60,
    lunch: { fromMinute: 690, toMinute: 780, minutes: 60 },
    maxTrips: isTruck ? 3 : 8,
    familiarZones: zones.filter((_, zone) => (zone + index) % 3 !== 0),
    skills: isTruck ? ['large-cylinder'] : [],
  }
}

function stop(dice: Dice, place: InventedPlace, index: number): Stop {
  const size = place.isBusiness
    ? dice.weigh([
        ['50', 18],
        ['20', 62],
        ['16', 20],
      ] as const)
    : dice.weigh([
        ['20', 45],
        ['16', 35],
        ['10', 12],
        ['4', 8],
      ] as const)
  const pieces = place.isBusiness ? dice.whole(1, 4) : dice.whole(1, 2)
  const collected = dice.weigh([
    [pieces, 80],
    [pieces - 1, 12],
    [pieces + 1, 8],
  ] as const)
  const floors = place.isBusiness
    ? 0
    : dice.weigh([
        [0, 55],
        [1, 15],
        [2, 15],
        [3, 10],
        [4, 5],
      ] as const)
  const mayWait = dice.fraction() < 0.25
  const isSmall = size !== '50' && pieces <= 2
  return {
    id: place.id,
    point: place.point,
    zone: place.zone,
    deliver: { [size]: pieces },
    collect: { [size]: collected },
    service: {
      baseMinutes: place.isBusiness ? 5 : 3,
      perCylinderMinutes: 1.5,
      floors,
      hasLift: floors > 3,
      perFloorMinutes: 0.5,
    },
    ...(dice.fraction() < 0.65 && { windows: windows(dice) }),
    ...(dice.fraction() < 0.12 && { building: `${place.zone}-${index % 7}`, setupMinutes: 4 }),
    ...(size === '50' && { skills: ['large-cylinder'], vehicleKinds: ['truck' as const] }),
    ...(isSmall && dice.fraction() < 0.08 && { vehicleKinds: ['motorcycle' as const] }),
    ...(mayWait
      ? { skipCost: dice.whole(60, 500) }
      : {
          priority: dice.weigh<PriorityClass>([
            ['urgent', 6],
            ['promised', 34],
            ['normal', 60],
          ]),
        }),
  }
}

/** The hourly acceptance of a shop: morning, afternoon, both around the meal, or a promised hour. */
function windows(dice: Dice): TimeWindow[] {
  const pattern = dice.weigh([
    ['morning', 25],
    ['afternoon', 20],
    ['meals', 35],
    ['promise', 20],
  ] as const)
  if (pattern === 'morning') return [{ fromMinute: 480, toMinute: 700 }]
  if (pattern === 'afternoon') return [{ fromMinute: 800, toMinute: 1020 }]
  if (pattern === 'meals')
    return [
      { fromMinute: 500, toMinute: 660 },
      { fromMinute: 830, toMinute: 1000 },
    ]
  const fromMinute = dice.weigh([
    [540, 1],
    [600, 1],
    [840, 1],
    [900, 1],
  ] as const)
  return [{ fromMinute, toMinute: fromMinute + 60, hard: dice.fraction() < 0.5 }]
}
