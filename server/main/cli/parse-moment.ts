import { UsageError } from './command.ts'

/** `2026-11-22 10:30:00` in Taipei, seconds optional; or any instant that names its zone. Throws `UsageError`. */
export function parseMoment(text: string): Date {
  const local = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?$/.exec(text.trim())
  const hasZone = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text.trim())
  const moment = new Date(
    local ? `${local[1]}T${local[2]}${local[3] ?? ':00'}+08:00` : hasZone ? text.trim() : '',
  )
  if (Number.isNaN(moment.getTime()))
    throw new UsageError(`--to must look like "2026-11-22 10:30:00" (Taipei), not "${text}".`)
  return moment
}
