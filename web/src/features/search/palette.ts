import type { Found } from '@luckygas/contract/endpoints/search.ts'
import type { ComponentType } from 'react'
import { targetOf } from './found-target.ts'

/** A line that opens an address. */
export type PaletteLine =
  | { key: string; to: string; found: Found }
  | { key: string; to: string; label: string; icon: ComponentType<{ size?: number }> }

export interface PaletteGroup {
  /** Names the text `search.group.ID`. */
  id: string
  lines: PaletteLine[]
}

/** Found things by kind; the kind of the best one comes first. */
export function groupFound(found: readonly Found[]): PaletteGroup[] {
  return [...Map.groupBy(found, each => each.kind)].map(([kind, members]) => ({
    id: kind,
    lines: members.map(lineOf),
  }))
}

export function lineOf(found: Found): PaletteLine {
  return { key: `${found.kind} ${found.id}`, to: targetOf(found), found }
}

/** Whether a name contains what was typed, whatever its capitals, width and spaces. */
export function isNamed(label: string, typed: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  return plain(label).includes(plain(typed))
}
