import { downloadFile } from '@luckygas/ui/api/routes/deliveries.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../shell/api.ts'
import { queryKeyOf } from '../../shell/queries.ts'

interface Props {
  label: string
  /** Who signed, and when, under the line. */
  under: string
  fileId: string | null
}

/** A box as on paper: what it is for, the stroke, who and when. A picture that has not arrived yet leaves it empty. */
export function Signature({ label, under, fileId }: Props) {
  const { t } = useTranslation()
  const picture = useQuery({
    queryKey: queryKeyOf('day-closes', downloadFile, fileId),
    queryFn: ({ signal }) => api.download(downloadFile, { params: { id: fileId ?? '' } }, { signal }),
    enabled: fileId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (picture.data === undefined) return
    const made = URL.createObjectURL(picture.data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [picture.data])
  return (
    <figure className="signed">
      <figcaption>{label}</figcaption>
      {url === undefined ? (
        <span className="mut">{fileId !== null && picture.isError ? t('dayCloses.notArrived') : ''}</span>
      ) : (
        <img src={url} alt={t('dayCloses.signatureOf', { name: under })} />
      )}
      <small>{under}</small>
    </figure>
  )
}
