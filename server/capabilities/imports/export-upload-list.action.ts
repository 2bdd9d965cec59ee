import { daysBetween, toRocDigits } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { Download } from '../../platform/http/route.ts'
import type { ImportDeps } from './import-deps.ts'
import { rangeTooLong } from './imports.errors.ts'
import { uploadList } from './upload-list.rules.ts'

/** Longest span of one list: the old system takes a month at a time. */
const maxDays = 31

/**
 * The deliveries made with LuckyGas as the old system's 上傳清單, so that it can run beside.
 * @throws Problem `imports.range-too-long`
 */
export async function exportUploadList(
  deps: Pick<ImportDeps, 'readDeliveries'>,
  db: Reader,
  span: { from: string; to: string },
): Promise<Download> {
  const days = daysBetween(span.from, span.to) + 1
  if (days < 1 || days > maxDays) throw rangeTooLong()
  const { bytes } = uploadList(await deps.readDeliveries(db, span.from, span.to))
  const fileName = `上傳清單-${toRocDigits(span.from)}-${toRocDigits(span.to)}.csv`
  return { contentType: 'text/csv; charset=big5', fileName, body: bytes }
}
