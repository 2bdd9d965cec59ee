/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits. Whoever creates a record makes its id,
 * a driver offline too, and the id doubles as the idempotency key of the write that creates it.
 * Never order business events by it: device clocks lie.
 * @param nowMs milliseconds since the epoch, from the caller's injected clock
 */
export function uuidv7(nowMs: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16))
  let time = Math.floor(nowMs)
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
