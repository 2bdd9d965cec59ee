import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { declareFile, uploadFile } from '@luckygas/ui/api/routes/deliveries.ts'

/** SHA-256 of the bytes as 64 hex digits. */
async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Announces a drawn signature and sends it in one piece; what is sent again under the same id stays one file. */
export async function sendSignature(client: ApiClient, id: string, picture: Blob): Promise<void> {
  const body = {
    id,
    purpose: 'signature' as const,
    contentType: 'image/png',
    sizeBytes: picture.size,
    sha256: await sha256Of(await picture.arrayBuffer()),
    fileName: '',
  }
  const { isComplete } = await client.call(declareFile, { body }, { idempotencyKey: id })
  if (!isComplete) await client.upload(uploadFile, { params: { id }, query: { offset: 0 } }, picture)
}
