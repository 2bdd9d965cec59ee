import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { declareFile, uploadFile } from '@luckygas/ui/api/routes/deliveries.ts'

/** Small enough that a lost piece costs little on a weak line, large enough that 60 MB need few requests. */
export const pieceBytes = 1_048_576

export interface UploadProgress {
  stage: 'hashing' | 'sending'
  sentBytes: number
  totalBytes: number
}
interface Options {
  id: string
  signal: AbortSignal
  onProgress: (progress: UploadProgress) => void
}

/** SHA-256 of the file as 64 hex digits; throws where the page is not a secure context. */
export async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

const types: readonly [ending: RegExp, type: string][] = [
  [/\.xlsx$/i, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/\.csv(\.gz)?$/i, 'text/csv'],
  [/\.txt$/i, 'text/plain'],
]

/** The type by the name's ending, because browsers on machines without a spreadsheet program say nothing. */
export function contentTypeOf(file: Pick<File, 'name' | 'type'>): string {
  const known = types.find(([ending]) => ending.test(file.name))?.[1]
  return known ?? (file.type === '' ? 'application/octet-stream' : file.type)
}

/**
 * Sends a file in pieces after announcing it with its checksum; a cut upload goes on where the server says it stopped.
 * Throws what the server refuses.
 */
export async function uploadInPieces(client: ApiClient, file: File, options: Options): Promise<void> {
  const { id, signal, onProgress } = options
  const totalBytes = file.size
  onProgress({ stage: 'hashing', sentBytes: 0, totalBytes })
  const sha256 = await sha256Of(file)
  const body = {
    id,
    purpose: 'import' as const,
    contentType: contentTypeOf(file),
    sizeBytes: totalBytes,
    sha256,
    fileName: file.name,
  }
  let state = await client.call(declareFile, { body }, { signal, idempotencyKey: id })
  let corrections = 0
  while (!state.isComplete) {
    const offset = state.receivedBytes
    onProgress({ stage: 'sending', sentBytes: offset, totalBytes })
    const piece = file.slice(offset, offset + pieceBytes)
    try {
      state = await client.upload(uploadFile, { params: { id }, query: { offset } }, piece, {
        signal,
        timeoutMs: 60_000,
      })
    } catch (error) {
      if (!isProblem(error, 'files.offset-mismatch') || corrections >= 5) throw error
      corrections += 1
      const receivedBytes = Number(error.params.receivedBytes ?? 0)
      state = { receivedBytes, isComplete: receivedBytes >= totalBytes }
    }
  }
  onProgress({ stage: 'sending', sentBytes: totalBytes, totalBytes })
}
