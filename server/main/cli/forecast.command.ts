import { isBusinessDate } from '../../../contract/kernel/dates.ts'
import { forecastCommand as forecast } from '../../capabilities/forecasting/forecasting.api.ts'
import { type Command, UsageError } from './command.ts'

/** Lines shown to a person; `--json` has them all. */
const shown = 40

/** Every served site as seen at the end of a day: use, due date and run-out. */
export const forecastCommand: Command = {
  usage: '--as-of DATE',
  options: { 'as-of': { type: 'string' } },
  async run({ values }, io) {
    const asOf = values['as-of']
    if (typeof asOf !== 'string' || !isBusinessDate(asOf))
      throw new UsageError('forecast needs --as-of YYYY-MM-DD.')
    const lines = await io.withSystem(system => forecast(system.forecastingDeps, { asOf }))
    const table = lines
      .toSorted((a, b) => (a.dueDate < b.dueDate ? -1 : 1))
      .slice(0, shown)
      .map(
        line =>
          `${line.customerCode}  ${line.dueDate}  ${line.runOutDate} (${line.p10} – ${line.p90})  ${line.dailyUseGrams} g`,
      )
    const text = [
      `${asOf}  地點 sites ${lines.length}`,
      '客戶 應送 用完 日用 customer, due, run-out, use a day',
      ...table,
    ].join('\n')
    return { exit: 0, json: lines, text }
  },
}
