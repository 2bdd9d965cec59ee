/** The drawing's own units; it is stretched to its panel's width. */
export const chartWidth = 360
export const chartHeight = 132
const left = 26
const bottom = 18
const top = 8

/** The next round number above whose half is round as well, so that the axis has whole labels. */
export function roundTop(most: number): number {
  if (most <= 4) return 4
  const size = 10 ** Math.floor(Math.log10(most))
  return Math.round(([1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].find(step => step * size >= most) ?? 10) * size)
}

export interface ChartScale {
  /** The left edge of the nth of all columns. */
  x(index: number): number
  columnWidth: number
  y(value: number): number
  base: number
  /** Values at which a line and a label stand. */
  ticks: number[]
}

/** Columns side by side over an axis from nought. */
export function chartScale(columns: number, most: number): ChartScale {
  const highest = roundTop(most)
  const columnWidth = (chartWidth - left - 6) / Math.max(1, columns)
  const base = chartHeight - bottom
  return {
    x: index => left + index * columnWidth,
    columnWidth,
    y: value => base - (value / highest) * (base - top),
    base,
    ticks: [0, highest / 2, highest],
  }
}

/** Every how manyth column gets its label, so that labels of some 34 units do not touch. */
export function labelEvery(columns: number): number {
  return Math.max(1, Math.ceil((columns * 34) / (chartWidth - left)))
}
