/**
 * Versions of the plan that edits from here have led to. An edit that waits behind one's own undo, build or publish
 * was looked at before them; it is nobody else's change that it meets.
 */
export function ownVersions() {
  const next = new Map<number, number>()
  return {
    /** An edit from here, made from `from`, led to `to` with nothing of anybody else's in between. */
    note(from: number, to: number): void {
      if (to > from) next.set(from, to)
    },
    /** The newest version that one's own edits alone have led to from this one. */
    reached(from: number): number {
      let version = from
      for (let to = next.get(version); to !== undefined; to = next.get(version)) version = to
      return version
    },
  }
}
