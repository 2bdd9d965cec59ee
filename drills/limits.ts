/** How long until it serves again and how much of what was acknowledged may be gone, in seconds. */
interface Limits {
  rtoSeconds: number
  rpoSeconds: number
}

/** Rows S24 and P3: a cluster or a shop's machine that is lost whole. */
export const lostWhole: Limits = { rtoSeconds: 15 * 60, rpoSeconds: 60 }
/** Rows S17 and S24: the primary is lost, writable again; nothing acknowledged may be gone. */
const lostPrimary = { medianSeconds: 20, worstSeconds: 25 }

/**
 * Limits made narrower with `--rto` and `--rpo`, in seconds, so that anybody can see the drill fail over them. They cannot
 * be widened. @returns whether they were narrowed as well: the figures of such a run are not kept
 */
export function limitsOf(
  options: Readonly<Record<string, string>>,
  limits: Limits = lostWhole,
): Limits & { isNarrowed: boolean } {
  const narrowed = (name: 'rto' | 'rpo', limit: number) => {
    const value = Number(options[name] ?? limit)
    if (!(value >= 0 && value <= limit)) throw new Error(`--${name} must be 0 to ${limit} seconds.`)
    return value
  }
  return {
    rtoSeconds: narrowed('rto', limits.rtoSeconds),
    rpoSeconds: narrowed('rpo', limits.rpoSeconds),
    isNarrowed: options.rto !== undefined || options.rpo !== undefined,
  }
}

/** What a restore came to. */
interface Restoration extends Limits {
  /** Orders that clerks were told are placed while it still ran. */
  acknowledged: number
  /** Those of them that are there again. */
  restored: number
  /** Everything that had to be there is there, to the row. */
  isExact: boolean
  /** The ledgers agree. */
  isClean: boolean
}

/** Why a restore does not count; none when it does. */
export function faultsOf(found: Restoration, limits: Limits): string[] {
  const checks: readonly (readonly [isGood: boolean, fault: string])[] = [
    [found.acknowledged > 0, 'nobody placed an order: nothing is proved'],
    [found.restored > 0, 'no order of those that were placed came back'],
    [found.isExact, 'rows differ from what they were'],
    [found.isClean, 'the ledgers do not agree'],
    [found.rtoSeconds <= limits.rtoSeconds, `${found.rtoSeconds} s to serve, limit ${limits.rtoSeconds} s`],
    [found.rpoSeconds <= limits.rpoSeconds, `${found.rpoSeconds} s lost, limit ${limits.rpoSeconds} s`],
  ]
  return checks.flatMap(([isGood, fault]) => (isGood ? [] : [fault]))
}

/** What striking a primary came to. */
interface PrimaryLoss {
  lost: number
  doubled: number
  foreign: number
  wrong: number
  writableSeconds: { median: number; max: number }
}

/** Why a failover does not count; none when it does. */
export function faultsOfFailover(found: PrimaryLoss, limits = lostPrimary): string[] {
  const { median, max } = found.writableSeconds
  const checks: readonly (readonly [isGood: boolean, fault: string])[] = [
    ...(['lost', 'doubled', 'foreign', 'wrong'] as const).map(
      name => [found[name] === 0, `${found[name]} ${name}`] as const,
    ),
    [median <= limits.medianSeconds, `median ${median} s to writable, limit ${limits.medianSeconds} s`],
    [max <= limits.worstSeconds, `worst ${max} s to writable, limit ${limits.worstSeconds} s`],
  ]
  return checks.flatMap(([isGood, fault]) => (isGood ? [] : [fault]))
}
