/** What may be broken at a door: its hours, a promise, or its gas. The first that applies is told. */
export const risks = ['window', 'promise', 'run-out'] as const
export type Risk = (typeof risks)[number]

export interface Expectation {
  /** When service begins, minute of the day. */
  startMinute: number
  /** Expected minus published arrival; 0 where nothing was published. */
  lateMinutes: number
  windows: readonly { fromMinute: number; toMinute: number }[]
  isPromised: boolean
  /** By when help was promised, minute of the day; emergencies only. */
  dueByMinute: number | null
  /** Whole days to the median run-out; null where nothing is forecast. */
  daysLeft: number | null
}

export interface RiskNumbers {
  /** A promised customer accepts this delay. */
  promiseMinutes: number
  /** A customer who runs out today notices this delay. */
  noticedMinutes: number
  enterMinutes: number
  leaveMinutes: number
}

/** Minutes beyond what each kind of promise allows; negative is room that is left. An absent kind cannot be broken. */
export function marginsOf(stop: Expectation, numbers: RiskNumbers): Partial<Record<Risk, number>> {
  const margins: Partial<Record<Risk, number>> = {}
  if (stop.windows.length > 0)
    margins.window = stop.startMinute - Math.max(...stop.windows.map(window => window.toMinute))
  // An emergency's clock is the promise, not what the plan could make of it.
  if (stop.dueByMinute !== null) margins.promise = stop.startMinute - stop.dueByMinute
  else if (stop.isPromised) margins.promise = stop.lateMinutes - numbers.promiseMinutes
  if (stop.daysLeft !== null && stop.daysLeft <= 0)
    margins['run-out'] = stop.lateMinutes - numbers.noticedMinutes
  return margins
}

/**
 * The risk to show, with hysteresis: it appears `enterMinutes` beyond its limit and goes only with `leaveMinutes` of
 * room, so that an estimate that trembles around the limit does not flicker.
 */
export function judgeRisk(
  margins: Partial<Record<Risk, number>>,
  before: Risk | null,
  numbers: Pick<RiskNumbers, 'enterMinutes' | 'leaveMinutes'>,
): { risk: Risk; minutes: number } | null {
  for (const risk of risks) {
    const margin = margins[risk]
    if (margin === undefined) continue
    const isHeld = risk === before && margin > -numbers.leaveMinutes
    if (margin >= numbers.enterMinutes || isHeld) return { risk, minutes: Math.round(margin) }
  }
  return null
}

/** Moves of an expected arrival by less than this are not worth telling anybody. */
export const noticeableShiftMinutes = 3
