/** What a file may be for, what it may then be, and how large. `sniff` looks at its first bytes. */
interface Kind {
  contentTypes: readonly string[]
  maxBytes: number
}
const pictures = ['image/jpeg', 'image/png', 'image/webp'] as const
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const fileKinds = {
  photo: { contentTypes: pictures, maxBytes: 12_000_000 },
  signature: { contentTypes: pictures, maxBytes: 2_000_000 },
  import: { contentTypes: [xlsx, 'text/csv'], maxBytes: 100_000_000 },
} as const satisfies Record<string, Kind>
export type FilePurpose = keyof typeof fileKinds

/** How many of a file's first bytes tell what it is. */
export const sniffedBytes = 4096

const startsWith = (head: Buffer, bytes: readonly number[], at = 0) =>
  head.length >= at + bytes.length && bytes.every((byte, index) => head[at + index] === byte)

/** Content type → whether a file that begins like this can be one. */
const signs: Record<string, (head: Buffer) => boolean> = {
  'image/jpeg': head => startsWith(head, [0xff, 0xd8, 0xff]),
  'image/png': head => startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/webp': head =>
    startsWith(head, [0x52, 0x49, 0x46, 0x46]) && startsWith(head, [0x57, 0x45, 0x42, 0x50], 8),
  [xlsx]: head => startsWith(head, [0x50, 0x4b, 0x03, 0x04]),
  // Text in whatever encoding has no control bytes but tab, line feed, form feed and carriage return.
  'text/csv': head => head.every(byte => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].includes(byte)),
}

/** Whether the bytes begin as the declared content type must. */
export function looksLike(contentType: string, head: Buffer): boolean {
  return signs[contentType]?.(head) ?? false
}

/** Whether a file of this content type may serve this purpose; parameters such as `charset` do not count. */
export function isAllowed(purpose: FilePurpose, contentType: string): boolean {
  return (fileKinds[purpose].contentTypes as readonly string[]).includes(contentType)
}

/** `Text/CSV; charset=big5` → `text/csv`. */
export function bareContentType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}
