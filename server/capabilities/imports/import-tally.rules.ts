import type { ImportResult } from '../../../contract/endpoints/imports.ts'
import type { Columns } from './columns.ts'
import { type SizeCounts, sizesKilograms } from './cylinder-text.rules.ts'
import type { FileRemark } from './remarks.rules.ts'
import type { RowOutcome } from './source-rows.rules.ts'

export type ChangeKind = keyof ImportResult['changes']

/**
 * Counts what a file held and what became of it. `rejected` has exactly one entry a refused row, so that
 * rows = accepted + rejected + skipped.
 */
export class ImportTally {
  #rows = 0
  #accepted = 0
  #skipped = 0
  readonly #rejected: FileRemark[] = []
  readonly #warnings: FileRemark[]
  readonly #changes = { create: 0, update: 0, same: 0 }
  readonly #cylinders: SizeCounts = {}

  /** @param headerRemarks headers that were not understood, repeated or absent */
  constructor(headerRemarks: readonly FileRemark[]) {
    this.#warnings = [...headerRemarks]
  }

  get rows(): number {
    return this.#rows
  }

  get accepted(): number {
    return this.#accepted
  }

  count<C extends Columns>(outcome: RowOutcome<C>): void {
    this.#rows += 1
    if (outcome.kind === 'skipped') this.#skipped += 1
    else if (outcome.kind === 'rejected') this.#rejected.push(outcome.remark)
    else {
      this.#accepted += 1
      for (const warning of outcome.warnings) this.#warnings.push(warning)
    }
  }

  warn(remark: FileRemark): void {
    this.#warnings.push(remark)
  }

  change(kind: ChangeKind, times = 1): void {
    this.#changes[kind] += times
  }

  cylinders(counts: SizeCounts): void {
    for (const size of sizesKilograms) {
      const count = counts[size]
      if (count) this.#cylinders[size] = (this.#cylinders[size] ?? 0) + count
    }
  }

  result(): ImportResult {
    return {
      rows: this.#rows,
      accepted: this.#accepted,
      rejected: this.#rejected,
      warnings: this.#warnings,
      skipped: this.#skipped,
      changes: { ...this.#changes },
      cylinders: Object.fromEntries(Object.entries(this.#cylinders)),
    }
  }
}
