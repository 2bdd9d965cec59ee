import { describe, expect, test } from 'vitest'
import { withoutMetadata } from './picture.rules.ts'

const segment = (marker: number, text: string) => {
  const data = new TextEncoder().encode(text)
  return [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data]
}
const jpeg = (...segments: number[][]) =>
  new Uint8Array([0xff, 0xd8, ...segments.flat(), 0xff, 0xda, 0, 2, 1, 2, 0xff, 0xe1, 9, 0xff, 0xd9])
const chunk = (type: string, text: string) => {
  const data = new TextEncoder().encode(text)
  return [0, 0, 0, data.length, ...new TextEncoder().encode(type), ...data, 0, 0, 0, 0]
}
const png = (...chunks: number[][]) =>
  new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flat()])

describe('a picture stored as it came', () => {
  test('[F2] a JPEG loses Exif, XMP and comments, and keeps what decodes it', () => {
    const shown = [segment(0xe0, 'JFIF'), segment(0xdb, 'table'), segment(0xee, 'Adobe')]
    const told = [segment(0xe1, 'Exif GPS 22.75'), segment(0xed, 'IPTC'), segment(0xfe, 'by a phone')]
    expect(withoutMetadata(jpeg(...told, ...shown, ...told))).toEqual({
      bytes: jpeg(...shown),
      contentType: 'image/jpeg',
    })
  })

  test('[F2] a PNG loses its texts, its time and its Exif', () => {
    const shown = [chunk('IHDR', 'head'), chunk('IDAT', 'pixels'), chunk('IEND', '')]
    const told = ['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'].map(type => chunk(type, 'place'))
    expect(withoutMetadata(png(shown[0] ?? [], ...told, ...shown.slice(1)))).toEqual({
      bytes: png(...shown),
      contentType: 'image/png',
    })
  })

  test('[F2] what cannot be followed to its end is no picture', () => {
    expect(withoutMetadata(new Uint8Array([1, 2, 3]))).toBeUndefined()
    expect(withoutMetadata(new Uint8Array([0xff, 0xd8, 0, 1, 2, 3]))).toBeUndefined()
    expect(withoutMetadata(new Uint8Array([0xff, 0xd8, ...segment(0xe0, 'JFIF')]))).toBeUndefined()
    expect(withoutMetadata(png(chunk('IHDR', 'head')))).toBeUndefined()
    expect(withoutMetadata(png([0, 0, 9, 9, ...chunk('IDAT', 'x').slice(4)]))).toBeUndefined()
  })
})
