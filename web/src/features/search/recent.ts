import type { Found } from '@luckygas/contract/endpoints/search.ts'

const most = 6
/** Kept by this page alone and for one person: the next one at this desk sees nothing of it. */
let kept: { userId: string; found: readonly Found[] } = { userId: '', found: [] }

/** What this person opened last, the newest first. */
export function recentOf(userId: string): readonly Found[] {
  return kept.userId === userId ? kept.found : []
}

export function remember(userId: string, found: Found): void {
  const others = recentOf(userId).filter(each => each.id !== found.id || each.kind !== found.kind)
  const plain = { ...found, because: null, marks: { key: [], title: [], detail: [], because: [] } }
  kept = { userId, found: [plain, ...others].slice(0, most) }
}
