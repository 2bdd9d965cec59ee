import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where the shared instances and reference costs lie; they are not part of the project. */
export const SHARED = resolve(import.meta.dirname, '../../../shared')

/** Best known cost by instance, distance objective only; says so and stays empty where the list is absent. */
export function readBestKnown(): Map<string, number> {
  const file = resolve(SHARED, 'bench/bks.csv')
  if (!existsSync(file)) {
    console.error(`best known values: ${file} is absent, gaps are left out`)
    return new Map()
  }
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
  return new Map(
    rows
      .filter(row => !row[4]?.includes('vehicles-first'))
      .map(([, instance = '', cost]) => [instance, Number(cost)]),
  )
}
