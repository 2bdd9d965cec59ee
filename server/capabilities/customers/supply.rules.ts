import { type CylinderType, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'

/** The parameters that the legal tiers are kept under. */
export const supplyLimitNames = [
  'site.series-limit-grams',
  'site.series-tier-filed-grams',
  'site.series-tier-distance-grams',
  'site.series-tier-shutoff-grams',
  'site.reserve-limit-commercial-grams',
  'site.reserve-limit-household-grams',
] as const
export type SupplyLimits = Record<(typeof supplyLimitNames)[number], number>

export interface UsageArea {
  cylinderType: CylinderType
  inUse: number
  standby: number
}

/** How a site is supplied, as far as the law asks. */
export interface Supply {
  kind: 'commercial' | 'household'
  /** 串接數量 as declared, in grams; null when nothing was. */
  seriesCapacityGrams: number | null
  reserveGrams: number | null
  isSeriesFiled: boolean | null
  areas: readonly UsageArea[]
}

export interface SupplyWarning {
  code: string
  params: Record<string, number>
}

/** Gas that hangs on a site's pipes: in-use and standby cylinders of all areas, at nominal weight, in grams. */
export function connectedGrams(areas: readonly UsageArea[]): number {
  return areas.reduce(
    (sum, area) => sum + (area.inUse + area.standby) * cylinderTypes[area.cylinderType].gasGrams,
    0,
  )
}

/**
 * What to tell the office about a site's supply. Connected use (串接) is capped at 1,000 kg and carries duties that grow
 * with the tiers over 80, 120 and 300 kg; spare gas is capped at 80 kg for a business and 40 kg for a household
 * (公共危險物品及可燃性高壓氣體製造儲存處理場所設置標準暨安全管理辦法 §73, §73-1). The larger of what is declared and what
 * the areas add up to counts.
 */
export function supplyWarnings(supply: Supply, limits: SupplyLimits): SupplyWarning[] {
  const byAreas = connectedGrams(supply.areas)
  const declared = supply.seriesCapacityGrams ?? byAreas
  const connected = Math.max(declared, byAreas)
  const reserveLimit = limits[`site.reserve-limit-${supply.kind}-grams`]
  const warnings: SupplyWarning[] = []
  const warn = (code: string, grams: number, limitGrams: number) =>
    warnings.push({ code, params: { grams, limitGrams } })

  if (connected > limits['site.series-limit-grams'])
    warn('site.series-over-limit', connected, limits['site.series-limit-grams'])
  else if (connected > limits['site.series-tier-shutoff-grams'])
    warn('site.series-needs-shutoff', connected, limits['site.series-tier-shutoff-grams'])
  else if (connected > limits['site.series-tier-distance-grams'])
    warn('site.series-needs-distance', connected, limits['site.series-tier-distance-grams'])
  if (connected >= limits['site.series-tier-filed-grams'] && supply.isSeriesFiled !== true)
    warn('site.series-not-filed', connected, limits['site.series-tier-filed-grams'])
  if ((supply.reserveGrams ?? 0) > reserveLimit)
    warn('site.reserve-over-limit', supply.reserveGrams ?? 0, reserveLimit)
  if (supply.seriesCapacityGrams !== null && supply.areas.length > 0 && declared !== byAreas)
    warn('site.series-differs-from-areas', declared, byAreas)
  return warnings
}
