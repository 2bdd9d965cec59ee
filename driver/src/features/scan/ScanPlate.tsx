import { useEffect, useRef, useState } from 'react'
import { Row } from '../../parts/buttons.tsx'
import { useWords } from '../../words/words-context.tsx'
import { isSquareCode, openReader } from './detector.ts'
import { readCode, type ScannedPlate } from './scan.rules.ts'
import './scan.css'

type Trouble = 'denied' | 'no-camera' | 'no-reader'

interface Props {
  onRead: (plate: ScannedPlate) => void
  onClose: () => void
}

/** Between two looks: quick to the eye, and little enough for a phone's battery. */
const lookEveryMs = 250

const troubleOf = (error: unknown): Trouble =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'SecurityError')
    ? 'denied'
    : 'no-camera'

/** The camera on a plate's code. What cannot be read, or may not be filmed, is typed as before. */
export function ScanPlate({ onRead, onClose }: Props) {
  const { t } = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  read.current = onRead
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [isOther, setOther] = useState(false)
  useEffect(() => {
    let isGone = false
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const seen = video.current
      if (isGone || seen === null) return
      try {
        const codes = seen.readyState >= seen.HAVE_CURRENT_DATA ? await (await reader).detect(seen) : []
        if (isGone) return
        const plates = codes.flatMap(code => readCode(code.rawValue, isSquareCode(code.format)) ?? [])
        if (plates[0] !== undefined) return read.current(plates[0])
        setOther(codes.length > 0)
      } catch {
        if (!isGone) setTrouble('no-reader')
        return
      }
      timer = setTimeout(() => void look(), lookEveryMs)
    }
    const reader = openReader()
    reader.catch(() => undefined)
    const film = async () => {
      if (navigator.mediaDevices === undefined) return setTrouble('no-camera')
      const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false }
      stream = await navigator.mediaDevices.getUserMedia(wanted)
      const seen = video.current
      if (isGone || seen === null) return stop()
      seen.srcObject = stream
      await seen.play()
      await look()
    }
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    film().catch(error => {
      if (!isGone) setTrouble(troubleOf(error))
    })
    return () => {
      isGone = true
      clearTimeout(timer)
      stop()
    }
  }, [])
  return (
    <div className="scan">
      {trouble === null ? (
        <>
          <video ref={video} muted playsInline aria-label={t('scan.picture')} />
          <p role="status">{t(isOther ? 'scan.other' : 'scan.hold')}</p>
        </>
      ) : (
        <p className="notice is-warned" role="alert">
          {t(`scan.${trouble}`)}
        </p>
      )}
      <Row isCentred onPress={onClose}>
        {t('scan.type')}
      </Row>
    </div>
  )
}
