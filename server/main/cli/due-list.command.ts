import { formatCylinders } from '../../../contract/kernel/cylinders.ts'
import { isBusinessDate } from '../../../contract/kernel/dates.ts'
import { dueListCommand as dueList } from '../../capabilities/forecasting/forecasting.api.ts'
import { type Command, UsageError } from './command.ts'

const reasons = {
  telemetry: '發報',
  predicted: '預計配送',
  cycle_exceeded: '超過週期',
  new_order: '新增訂單',
} as const

/** 待配送名單 of a day, from what was known on the evening before. */
export const dueListCommand: Command = {
  usage: '--date DATE',
  options: { date: { type: 'string' } },
  async run({ values }, io) {
    const { date } = values
    if (typeof date !== 'string' || !isBusinessDate(date))
      throw new UsageError('due-list needs --date YYYY-MM-DD.')
    const lines = await io.withSystem(system => dueList(system.forecastingDeps, { date }))
    const table = lines.map(line => {
      const risk = line.runOutProbability === null ? '–' : `${Math.round(line.runOutProbability * 100)} %`
      return `${line.customerCode}  ${reasons[line.reason]}  ${line.daysLeft ?? '–'} 日  ${risk}  ${line.earliest} – ${line.latest}  ${formatCylinders(line.quantities)}`
    })
    return { exit: 0, json: lines, text: [`${date}  待配送 due ${lines.length}`, ...table].join('\n') }
  },
}
