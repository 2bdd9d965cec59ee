import { crc32, deflateSync } from 'node:zlib'

/**
 * The app's icon: a full cylinder on flame, drawn by distance functions so that no picture file has to be kept.
 * The motif stays inside the middle 80 %, as maskable icons require (W3C Manifest, "icon masks and safe zone").
 */
type Colour = readonly [red: number, green: number, blue: number]
const flame: Colour = [0xff, 0x82, 0x30]
const ink: Colour = [0x1a, 0x0d, 0x04]

/** Signed distance from a rounded box, in units of the icon's edge; negative inside. */
function roundedBox(
  x: number,
  y: number,
  centreX: number,
  centreY: number,
  halfX: number,
  halfY: number,
  radius: number,
) {
  const qx = Math.abs(x - centreX) - halfX + radius
  const qy = Math.abs(y - centreY) - halfY + radius
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius
}

/** Distance from the cylinder: body, collar as a ring, valve and foot. */
function cylinder(x: number, y: number): number {
  const body = roundedBox(x, y, 0.5, 0.575, 0.17, 0.2, 0.09)
  const collar = Math.abs(roundedBox(x, y, 0.5, 0.345, 0.085, 0.085, 0.04)) - 0.018
  const valve = roundedBox(x, y, 0.5, 0.335, 0.02, 0.06, 0.01)
  const foot = roundedBox(x, y, 0.5, 0.8, 0.13, 0.018, 0.018)
  return Math.min(body, collar, valve, foot)
}

function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

/** A square PNG (RFC 2083, 8-bit RGB) of the given edge in pixels. */
export function iconPng(edge: number): Buffer {
  const rows = Buffer.alloc(edge * (1 + edge * 3))
  for (let row = 0; row < edge; row += 1) {
    for (let column = 0; column < edge; column += 1) {
      const distance = cylinder((column + 0.5) / edge, (row + 0.5) / edge) * edge
      const share = Math.min(1, Math.max(0, 0.5 - distance))
      for (let channel = 0; channel < 3; channel += 1) {
        const value = (flame[channel] ?? 0) * (1 - share) + (ink[channel] ?? 0) * share
        rows[row * (1 + edge * 3) + 1 + column * 3 + channel] = Math.round(value)
      }
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...chunks])
}
