const rootTwoPi = Math.sqrt(2 * Math.PI)

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / rootTwoPi
}

/** Φ(x) to about 1e-7: Abramowitz & Stegun 26.2.17. */
export function normalCdf(x: number): number {
  const z = Math.abs(x)
  if (z > 8) return x > 0 ? 1 : 0
  const t = 1 / (1 + 0.2316419 * z)
  const tail =
    normalDensity(z) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x > 0 ? 1 - tail : tail
}

/** What is left of a normal variable that is known to lie in an interval. */
export interface Truncated {
  /** Probability of the interval before it was known. */
  mass: number
  mean: number
  variance: number
}

/** Writes mass, mean and variance of N(mean, variance) within [low, high] into `out`; false where the mass is nil. */
export function truncate(mean: number, variance: number, low: number, high: number, out: Truncated): boolean {
  const deviation = Math.sqrt(variance)
  const a = (low - mean) / deviation
  const b = (high - mean) / deviation
  const mass = normalCdf(b) - normalCdf(a)
  out.mass = mass
  if (!(mass > 1e-9)) return false
  const densityA = normalDensity(a)
  const densityB = normalDensity(b)
  const shift = (densityA - densityB) / mass
  out.mean = mean + deviation * shift
  out.variance = Math.max(0, variance * (1 + (a * densityA - b * densityB) / mass - shift * shift))
  return true
}
