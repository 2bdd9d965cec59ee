import { withoutMetadata } from '../offline/picture.rules.ts'

/** How large a stored picture may be: a plate or a meter stays readable, and it gets through a weak signal. */
interface Size {
  longestEdge: number
  quality: number
}
const usual: Size = { longestEdge: 1600, quality: 0.8 }
const rough: Size = { longestEdge: 1600, quality: 0.55 }
/** For a phone that is full: still enough to see what was left at which door. */
const scant: Size = { longestEdge: 800, quality: 0.5 }

/** A usual picture above this (leaves, gravel) is drawn more roughly. */
const roughAboveBytes = 900_000
/** As much as the office takes. */
const longestBytes = 12_000_000

/** The picture drawn anew as JPEG, turned upright, with nothing in it but what is seen; undefined where the browser cannot. */
async function drawn(source: Blob, { longestEdge, quality }: Size): Promise<Blob | undefined> {
  try {
    const picture = await createImageBitmap(source)
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return (await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', quality))) ?? undefined
  } catch {
    return undefined
  }
}

/** A camera's file as it is stored: small, upright, without place or phone in it; undefined when it is no picture. */
export async function storable(file: Blob): Promise<Blob | undefined> {
  const blob = await drawn(file, usual)
  if (blob !== undefined) return blob.size <= roughAboveBytes ? blob : ((await drawn(file, rough)) ?? blob)
  if (file.size > longestBytes) return undefined
  const clean = withoutMetadata(new Uint8Array(await file.arrayBuffer()))
  return clean && new Blob([clean.bytes.slice().buffer], { type: clean.contentType })
}

/** The same picture as small as it may be; as it is where it cannot be drawn. */
export const scantPicture = async (picture: Blob): Promise<Blob> => (await drawn(picture, scant)) ?? picture
