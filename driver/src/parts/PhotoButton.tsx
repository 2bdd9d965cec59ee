import { type ChangeEvent, type ReactNode, useId } from 'react'

/** Longest edge of a stored picture in pixels: a plate or a meter stays readable, and it gets through a weak signal. */
const longestEdge = 1600

/** The picture smaller and as JPEG; where the browser cannot, as it came. */
async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8))
    return blob ?? file
  } catch {
    return file
  }
}

interface Props {
  children: ReactNode
  className?: string
  onPicture: (blob: Blob) => void
}

/** Opens the phone's camera; the picture is kept on the phone at once. */
export function PhotoButton({ children, className = '', onPicture }: Props) {
  const id = useId()
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (file !== undefined) void smaller(file).then(onPicture)
  }
  return (
    <>
      <input id={id} className="unseen" type="file" accept="image/*" capture="environment" onChange={take} />
      <label htmlFor={id} className={`row ${className}`}>
        {children}
      </label>
    </>
  )
}
