import { settings } from './forecast-settings.rules.ts'

/**
 * What is believed of a site at the start of a day: stock (grams) and rate (grams a day where the curve is 1) as a
 * joint normal, and the long-run mean the rate returns to. Mutable, so that 12,000 sites × 60 visits × 12 habits
 * allocate nothing.
 */
export interface StockState {
  stock: number
  stockVariance: number
  rate: number
  rateVariance: number
  covariance: number
  longRunRate: number
  /** A site in use never seems to use less than this. */
  leastRate: number
  /** Days over which the long-run mean has been formed. */
  age: number
  /** Axis index of the day it holds for. */
  at: number
  /** Log likelihood of the visits so far. */
  evidence: number
  /** Σ expected residual gas and Σ gas brought, discounted towards the recent. */
  residualGrams: number
  broughtGrams: number
}

export function newState(): StockState {
  return {
    stock: 0,
    stockVariance: 0,
    rate: 0,
    rateVariance: 0,
    covariance: 0,
    longRunRate: 0,
    leastRate: 0,
    age: 0,
    at: 0,
    evidence: 0,
    residualGrams: 0,
    broughtGrams: 0,
  }
}

/** Lets the rate return towards its long-run mean over `days`, and its uncertainty grow (Ornstein–Uhlenbeck). */
export function relaxRate(state: StockState, days: number): void {
  const kept = Math.exp(-days / settings.rateMemoryDays)
  state.age += days
  const memory = Math.max(60, Math.min(settings.meanMemoryDays, state.age))
  state.longRunRate += (state.rate - state.longRunRate) * Math.min(0.5, days / memory)
  state.rate = state.longRunRate + (state.rate - state.longRunRate) * kept
  state.covariance *= kept
  const spread = settings.rateDeviation * state.rate
  state.rateVariance = state.rateVariance * kept * kept + spread * spread * (1 - kept * kept)
}

/**
 * Draws `use` = Σ curve from the stock.
 * @param squares Σ curve², for the noise of single days
 * @param floor least variance of the stock, grams²
 */
export function drawDown(state: StockState, use: number, squares: number, floor: number): void {
  const noise = settings.dayNoise * state.rate
  state.stockVariance +=
    use * use * state.rateVariance - 2 * use * state.covariance + noise * noise * squares + floor
  state.stock -= state.rate * use
  state.covariance -= use * state.rateVariance
  keepProper(state)
}

/** The stock turns out to have this mean and variance; the rate follows by regression, `keptCovariance` says how the stock still moves with it. */
export function settleStock(state: StockState, mean: number, variance: number): void {
  const gain = state.covariance / state.stockVariance
  state.rate += gain * (mean - state.stock)
  state.rateVariance += gain * gain * (variance - state.stockVariance)
  state.covariance = gain * variance
  state.stock = mean
  state.stockVariance = variance
  keepProper(state)
}

/** Beyond this many standard deviations a measurement does not refine the belief but replaces it. */
const contradiction = 3

/** A measurement of the stock with its own error (Kalman); one that contradicts the belief outright is believed instead. */
export function observeStock(state: StockState, measured: number, variance: number): void {
  const total = state.stockVariance + variance
  if (Math.abs(measured - state.stock) > contradiction * Math.sqrt(total)) {
    state.stock = measured
    state.stockVariance = variance
    state.covariance = 0
    return
  }
  const mean = state.stock + (state.stockVariance / total) * (measured - state.stock)
  settleStock(state, mean, (state.stockVariance * variance) / total)
}

/** A measurement of the rate with its own error. */
export function observeRate(state: StockState, measured: number, variance: number): void {
  const total = state.rateVariance + variance
  const gain = state.rateVariance / total
  const stockGain = state.covariance / total
  const surprise = measured - state.rate
  state.stock += stockGain * surprise
  state.stockVariance = Math.max(0, state.stockVariance - stockGain * state.covariance)
  state.covariance *= 1 - gain
  state.rate += gain * surprise
  state.rateVariance *= 1 - gain
  keepProper(state)
}

/** Rounding, or a surprise too great for a normal, must not leave a belief that is none: variances stay positive, the rate too. */
function keepProper(state: StockState): void {
  state.rate = Math.max(state.rate, state.leastRate)
  state.stockVariance = Math.max(state.stockVariance, 1)
  state.rateVariance = Math.max(state.rateVariance, 1e-6 * state.rate * state.rate, 1e-3)
  const bound = 0.999 * Math.sqrt(state.stockVariance * state.rateVariance)
  state.covariance = Math.max(-bound, Math.min(bound, state.covariance))
}
