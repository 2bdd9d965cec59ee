/** What is measured after each day. */
export type Measures = Record<
  | 'memoryMiB'
  | 'walMiB'
  | 'backupMiB'
  | 'logMiB'
  | 'databaseMiB'
  | 'photoMiB'
  | 'tracks'
  | 'jobs'
  | 'sessions',
  number
>

interface Bound {
  /** `flat`: comes to a level and stays; `steady`: is kept for years by law, but each day adds no more than those before. */
  kind: 'flat' | 'steady'
  /** Ups and downs below this are no growth. */
  slack: number
}

export const bounds: Readonly<Record<keyof Measures, Bound>> = {
  memoryMiB: { kind: 'flat', slack: 32 },
  walMiB: { kind: 'flat', slack: 64 },
  backupMiB: { kind: 'flat', slack: 32 },
  logMiB: { kind: 'steady', slack: 1 },
  databaseMiB: { kind: 'steady', slack: 2 },
  photoMiB: { kind: 'steady', slack: 1 },
  // Kept longer than the days lived here.
  tracks: { kind: 'steady', slack: 200 },
  jobs: { kind: 'flat', slack: 50 },
  sessions: { kind: 'steady', slack: 10 },
}

/** A level wavers little; how much a day adds depends on what the day brings. */
const tolerance = { flat: 1.1, steady: 1.25 }

/** Names what grows beyond its bound: the last third of the days is held against the third before. */
export function findGrowing(days: readonly Measures[]): string[] {
  const third = Math.floor(days.length / 3)
  if (third < 2) return ['too few days to tell']
  const middle = days.slice(-2 * third, -third)
  const last = days.slice(-third)
  const names = Object.keys(bounds) as (keyof Measures)[]
  return names.filter(name => {
    const { kind, slack } = bounds[name]
    const level = (part: readonly Measures[]) =>
      kind === 'flat'
        ? Math.max(...part.map(day => day[name]))
        : (part.at(-1)?.[name] ?? 0) - (part[0]?.[name] ?? 0)
    return level(last) > level(middle) * tolerance[kind] + slack
  })
}
