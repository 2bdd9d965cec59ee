import { isIP } from 'node:net'

/**
 * The X.509 name constraints extension (RFC 5280 §4.2.1.10): the only names a certificate authority may certify. A
 * phone that trusts the shop's authority then still refuses a certificate it never should have signed, such as a
 * bank's, even if somebody steals the shop's key.
 */
export const nameConstraintsOid = '2.5.29.30'

const tag = { sequence: 0x30, permittedSubtrees: 0xa0, dnsName: 0x82, ipAddress: 0x87 }

/** The extension's DER value, permitting these DNS names (and all below them) and networks only. */
export function nameConstraintsValue(
  dnsNames: readonly string[],
  networks: readonly (readonly [network: string, bits: number])[],
): Uint8Array<ArrayBuffer> {
  const names = dnsNames.map(name => element(tag.dnsName, Buffer.from(name, 'ascii')))
  const ranges = networks.map(([network, bits]) =>
    element(
      tag.ipAddress,
      Buffer.concat([addressBytes(network), maskBytes(bits, isIP(network) === 6 ? 16 : 4)]),
    ),
  )
  const subtrees = [...names, ...ranges].map(base => element(tag.sequence, base))
  const value = element(tag.sequence, element(tag.permittedSubtrees, Buffer.concat(subtrees)))
  return new Uint8Array(value)
}

/** An address as its 4 or 16 bytes. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const words = (part: string) => part.split(':').filter(Boolean)
  const left = words(head)
  const right = words(tail ?? '')
  const middle = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0')
  return Buffer.from([...left, ...middle, ...right].map(word => word.padStart(4, '0')).join(''), 'hex')
}

function maskBytes(bits: number, length: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - 8 * index)))),
  )
}

/** One DER element: tag, length, content. */
function element(tagByte: number, content: Buffer): Buffer {
  const { length } = content
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tagByte, ...lengthBytes]), content])
}
