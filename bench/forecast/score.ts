import type { DayNumber } from '../../server/capabilities/forecasting/site-history.rules.ts'

/** Dates that one method gives one site. */
export interface Prediction {
  key: string
  dueDay: DayNumber
  runOutP10Day: DayNumber
  runOutDay: DayNumber
  runOutP90Day: DayNumber
}
/** What really happened; null beyond the truth's horizon. */
export interface Outcome {
  dueDay: DayNumber | null
  runOutDay: DayNumber | null
}
export interface Score {
  method: string
  sites: number
  within1Day: number
  within2Days: number
  meanAbsoluteDays: number
  biasDays: number
  pinballDays: number
  runOuts: number
}

/**
 * Scores due dates (±1, ±2, MAE, bias) and run-out quantiles (pinball loss, mean over 10 %, 50 % and 90 %).
 * A method that knows nothing of a site is scored by `fallbackDay` for it.
 */
export function scoreMethod(
  method: string,
  predictions: ReadonlyMap<string, Prediction>,
  outcomes: ReadonlyMap<string, Outcome>,
  asOf: DayNumber,
): Score {
  let sites = 0
  let within1 = 0
  let within2 = 0
  let absolute = 0
  let signed = 0
  let pinball = 0
  let pinballs = 0
  for (const [key, outcome] of outcomes) {
    const prediction = predictions.get(key)
    if (!prediction) continue
    if (outcome.dueDay !== null) {
      const error = prediction.dueDay - outcome.dueDay
      sites += 1
      within1 += Math.abs(error) <= 1 ? 1 : 0
      within2 += Math.abs(error) <= 2 ? 1 : 0
      absolute += Math.abs(error)
      signed += error
    }
    if (outcome.runOutDay === null) continue
    pinball += pinballLoss(outcome.runOutDay - prediction.runOutP10Day, 0.1)
    pinball += pinballLoss(outcome.runOutDay - prediction.runOutDay, 0.5)
    pinball += pinballLoss(outcome.runOutDay - prediction.runOutP90Day, 0.9)
    pinballs += 3
  }
  return {
    method,
    sites,
    within1Day: within1 / sites,
    within2Days: within2 / sites,
    meanAbsoluteDays: absolute / sites,
    biasDays: signed / sites,
    pinballDays: pinball / pinballs,
    runOuts: runOutsAtEqualVisits(predictions, outcomes, asOf),
  }
}

const pinballLoss = (error: number, quantile: number) => (error >= 0 ? quantile : quantile - 1) * error

const visitedDays = 14

/**
 * Every method may visit as many sites each day as are truly due that day, those it calls due first; a site that is
 * empty before its visit has run out. Fourteen days, one visit a site.
 */
export function runOutsAtEqualVisits(
  predictions: ReadonlyMap<string, Prediction>,
  outcomes: ReadonlyMap<string, Outcome>,
  asOf: DayNumber,
): number {
  const waiting = new Map(outcomes)
  const queue = [...predictions.values()]
    .filter(prediction => outcomes.has(prediction.key))
    .sort((a, b) => a.runOutDay - b.runOutDay || a.runOutP10Day - b.runOutP10Day || (a.key < b.key ? -1 : 1))
  const due = [...outcomes.values()]
  let runOuts = 0
  let next = 0
  for (let day = asOf + 1; day <= asOf + visitedDays; day += 1) {
    // The truck comes before the day's use: a site empty by this evening is saved.
    for (
      let visits = due.filter(outcome => outcome.dueDay === day).length;
      visits > 0 && next < queue.length;
      next += 1
    ) {
      if (!waiting.delete(queue[next]?.key ?? '')) continue
      visits -= 1
    }
    for (const [key, outcome] of waiting)
      if (outcome.runOutDay === day) {
        runOuts += 1
        waiting.delete(key)
      }
  }
  return runOuts
}
