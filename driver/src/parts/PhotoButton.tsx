import { type ChangeEvent, type ReactNode, useId } from 'react'
import { usePhone } from '../app/phone-context.tsx'
import { storable } from '../app/picture.ts'

interface Props {
  children: ReactNode
  className?: string
  onPicture: (blob: Blob) => void
}

/** Opens the phone's camera; the picture is kept on the phone at once. */
export function PhotoButton({ children, className = '', onPicture }: Props) {
  const id = useId()
  const phone = usePhone()
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (file === undefined) return
    void storable(file).then(picture => {
      if (picture === undefined) phone.noteFault('picture')
      else onPicture(picture)
    })
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
