import { type GeocodingReport, geocodeSites } from '../../capabilities/geocoding/geocoding.api.ts'
import { makeGeocodingDeps } from '../import-deps.ts'
import type { Command } from './command.ts'

/** Places every site that nothing placed better than the middle of its village or town. */
export const geocodeCommand: Command = {
  usage: '[--dry-run]',
  options: { 'dry-run': { type: 'boolean', default: false } },
  async run({ values }, io) {
    const isDryRun = values['dry-run'] === true
    const report = await io.withSystem(system =>
      geocodeSites(makeGeocodingDeps(system), { isDryRun, traceId: 'luckygas geocode' }),
    )
    return { exit: 0, json: report, text: describe(report, isDryRun) }
  },
}

function describe(report: GeocodingReport, isDryRun: boolean): string {
  const sources = Object.entries(report.bySource).map(([source, count]) => `${source} ${count}`)
  const unplaced = report.unplaced
    .slice(0, 30)
    .map(one => `  ${one.customerCode}  ${JSON.stringify(one.address)}`)
  return [
    isDryRun ? '試跑，未寫入任何資料 dry run, nothing was written' : '定位完成 placed',
    `地點 sites ${report.sites}  已定位 placed ${report.placed}  有變動 changed ${report.changed}  ${sources.join('  ')}`,
    ...(unplaced.length > 0 ? [`無法定位 not placed ${report.unplaced.length}`, ...unplaced] : []),
  ].join('\n')
}
