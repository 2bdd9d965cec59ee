import { settings } from './forecast-settings.rules.ts'
import type { SiteTrack } from './stock-filter.rules.ts'
import { filterTrack } from './stock-filter.rules.ts'
import { newState } from './stock-state.rules.ts'
import { closedDay, dayKinds, holidayOpen, type SegmentPattern } from './use-pattern.rules.ts'
import type { VisitHabit } from './visit-habit.rules.ts'

const ridge = 5
const largestStep = 0.7
const leastClosed = 0.01
const mostClosed = 0.3

/**
 * One Gauss–Newton step on the weekday, closing and holiday factors of a segment: the filter's surprises (found less
 * than expected means more was used) are regressed on how the expected use was spread over the kinds of days.
 * @param habitOf the habit to filter a track under
 */
export function stepWeekdays(
  pattern: SegmentPattern,
  tracks: readonly SiteTrack[],
  habitOf: (track: SiteTrack) => VisitHabit,
): void {
  const normal = Array.from({ length: dayKinds }, () => new Float64Array(dayKinds))
  const right = new Float64Array(dayKinds)
  const shares = new Float64Array(dayKinds)
  const state = newState()
  for (const track of tracks) {
    const { dayKind, factor } = track.curve
    filterTrack(track, habitOf(track), state, (from, to, surprise, expected, variance) => {
      if (to - from > settings.longestPatternGapDays || !(expected > 0)) return
      const more = Math.max(-1, Math.min(1, -surprise / expected))
      const weight = 1 / (0.05 + variance / (expected * expected))
      shares.fill(0)
      let sum = 0
      for (let day = from; day < to; day += 1) {
        const kind = dayKind[day] as number
        shares[kind] = (shares[kind] as number) + (factor[day] as number)
        sum += factor[day] as number
      }
      for (let row = 0; row < dayKinds; row += 1) {
        const share = (shares[row] as number) / sum
        if (share === 0) continue
        right[row] = (right[row] as number) + weight * share * more
        const line = normal[row] as Float64Array
        for (let column = 0; column < dayKinds; column += 1)
          line[column] = (line[column] as number) + weight * share * ((shares[column] as number) / sum)
      }
    })
  }
  for (let row = 0; row < dayKinds; row += 1)
    (normal[row] as Float64Array)[row] = ((normal[row] as Float64Array)[row] as number) + ridge
  applyStep(pattern, solve(normal, right))
}

function applyStep(pattern: SegmentPattern, step: Float64Array): void {
  const grow = (kind: number) => Math.exp(Math.max(-largestStep, Math.min(largestStep, step[kind] as number)))
  let sum = 0
  for (let weekday = 0; weekday < 7; weekday += 1) {
    pattern.weekday[weekday] = (pattern.weekday[weekday] as number) * grow(weekday)
    sum += pattern.weekday[weekday] as number
  }
  for (let weekday = 0; weekday < 7; weekday += 1)
    pattern.weekday[weekday] = ((pattern.weekday[weekday] as number) * 7) / sum
  pattern.closed = Math.min(mostClosed, Math.max(leastClosed, pattern.closed * grow(closedDay)))
  pattern.holiday *= grow(holidayOpen)
}

/** Gaussian elimination of a symmetric positive definite system; the matrix is spent. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  const at = (row: number, column: number) => (matrix[row] as Float64Array)[column] as number
  for (let pivot = 0; pivot < size; pivot += 1)
    for (let row = pivot + 1; row < size; row += 1) {
      const ratio = at(row, pivot) / at(pivot, pivot)
      if (ratio === 0) continue
      const line = matrix[row] as Float64Array
      for (let column = pivot; column < size; column += 1)
        line[column] = at(row, column) - ratio * at(pivot, column)
      right[row] = (right[row] as number) - ratio * (right[pivot] as number)
    }
  const solution = new Float64Array(size)
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = right[row] as number
    for (let column = row + 1; column < size; column += 1)
      rest -= at(row, column) * (solution[column] as number)
    solution[row] = rest / at(row, row)
  }
  return solution
}
