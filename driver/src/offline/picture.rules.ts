/**
 * What a picture says besides what it shows (place, time, phone) goes before it is stored. A picture that was drawn
 * anew says nothing; this is for one that could not be drawn and is stored as it came.
 */

const jpegStart = [0xff, 0xd8]
const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const begins = (bytes: Uint8Array, start: readonly number[], at = 0) =>
  start.every((byte, index) => bytes[at + index] === byte)

const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Segments that only describe: APP1–APP13 and APP15 (Exif, XMP, IPTC, maker's notes) and comments. APP0 and APP14 say how to decode. */
const describes = (marker: number) => (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe
const startOfScan = 0xda

/** JPEG (ITU-T T.81, annex B): marker segments up to the scan, which is kept whole. */
function jpegWithout(bytes: Uint8Array): Uint8Array | undefined {
  const kept = [bytes.subarray(0, 2)]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return undefined
    if (marker === startOfScan) return joined([...kept, bytes.subarray(at)])
    const end = at + 2 + view.getUint16(at + 2)
    if (!describes(marker)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return undefined
}

const pngDescribes = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

/** PNG (W3C PNG, §5): length, type, data, checksum. */
function pngWithout(bytes: Uint8Array): Uint8Array | undefined {
  const kept = [bytes.subarray(0, 8)]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at)
    const type = ascii(bytes, at + 4)
    if (end > bytes.length) return undefined
    if (!pngDescribes.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') return joined(kept)
    at = end
  }
  return undefined
}

/**
 * The same picture without its metadata.
 * @returns undefined where the bytes are neither a JPEG nor a PNG that can be followed to its end
 */
export function withoutMetadata(
  bytes: Uint8Array,
): { bytes: Uint8Array; contentType: 'image/jpeg' | 'image/png' } | undefined {
  const isJpeg = begins(bytes, jpegStart)
  const clean = isJpeg ? jpegWithout(bytes) : begins(bytes, pngStart) ? pngWithout(bytes) : undefined
  return clean && { bytes: clean, contentType: isJpeg ? 'image/jpeg' : 'image/png' }
}
