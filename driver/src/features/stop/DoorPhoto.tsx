import { useEffect, useState } from 'react'
import { usePhone } from '../../app/phone-context.tsx'
import { readDoorPhoto } from '../../offline/door-photos.ts'
import { useWords } from '../../words/words-context.tsx'

/** The door as someone photographed it before; from the phone's memory first, so that it shows without signal. */
export function DoorPhoto({ fileId }: { fileId: string }) {
  const { t } = useWords()
  const phone = usePhone()
  const [address, setAddress] = useState<string | null>(null)
  const [isLarge, setLarge] = useState(false)
  useEffect(() => {
    let made: string | undefined
    let isGone = false
    readDoorPhoto(phone.database, phone.client, fileId)
      .then(blob => {
        if (isGone || blob === undefined) return
        made = URL.createObjectURL(blob)
        setAddress(made)
      })
      .catch(() => undefined)
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [phone, fileId])
  if (address === null) return null
  return (
    <button type="button" className={isLarge ? 'door is-large' : 'door'} onClick={() => setLarge(!isLarge)}>
      <img src={address} alt={t('stop.doorPhoto')} />
      <em>{t('stop.door')}</em>
    </button>
  )
}
