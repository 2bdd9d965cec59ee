/**
 * The numbers of the method. None of them is law or company policy (those are parameters); they describe how gas is
 * used and how visits come about, and were chosen by the likelihood of past deliveries (decisions/0002).
 */
export const settings = {
  /** Relative standard deviation of one day's use around what the pattern expects. */
  dayNoise: 0.35,
  /** Relative standard deviation of a site's rate around its long-run mean, and the days after which 1/e of a deviation is left. */
  rateDeviation: 0.12,
  rateMemoryDays: 120,
  /** The long-run mean forgets at this pace. */
  meanMemoryDays: 540,
  /** Standard deviation of a site's rate against its segment's, as a share, before it has deliveries of its own. */
  segmentSpread: 0.8,
  /** Deliveries that one segment prior is worth (κ of shrinkage). */
  segmentWeight: 1,
  /** Blur of the limits that a quantity sets on the stock, as a share of one cylinder. */
  limitBlur: 0.06,
  /** Blur of the stock after a visit, as a share of capacity. */
  stockBlur: 0.01,
  /** A visit whose density falls below this, per capacity, is an outlier: stock is reset and the rate widened. */
  outlierDensity: 0.02,
  /** Deliveries of one site that the filter reads; older ones have been forgotten by the rate anyway. */
  recentDeliveries: 40,
  /** Intervals longer than this say too little about weekdays or weeks. */
  longestPatternGapDays: 45,
  /** Use on a closed day as a share of an open one, before the history says more (a pilot flame, a cleaner's kettle). */
  closedDayUse: 0.05,
  /** Share of due visits that do not come although the stock is low, so that silence is not trusted too far. */
  forgottenShare: 0.1,
  /** Weight of the residual ratio against the timing of visits: standard deviation, absolute and per unit. */
  residualSd: 0.01,
  residualSdShare: 0.05,
  /** How far the forecast looks for a run-out, in days. */
  horizonDays: 400,
} as const
