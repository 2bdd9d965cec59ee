import { useEffect, useRef, useState } from 'react'
import type SignaturePad from 'signature_pad'
import { useWords } from '../words/words-context.tsx'
import { Alt, Go } from './buttons.tsx'

interface Props {
  title: string
  onSigned: (blob: Blob) => void
  onCancel: () => void
}

/** The whole screen to sign on; the ink is dark on white whatever the phone's theme, because it becomes a document. */
export function SignaturePanel({ title, onSigned, onCancel }: Props) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad | null>(null)
  const [isEmpty, setEmpty] = useState(true)
  const [isReady, setReady] = useState(false)

  useEffect(() => {
    let isGone = false
    const area = canvas.current
    if (area === null) return
    const ratio = Math.max(1, window.devicePixelRatio)
    area.width = area.clientWidth * ratio
    area.height = area.clientHeight * ratio
    area.getContext('2d')?.scale(ratio, ratio)
    void import('signature_pad').then(({ default: Pad }) => {
      if (isGone) return
      pad.current = new Pad(area, {
        penColor: '#1F1A14',
        backgroundColor: '#FFFFFF',
        minWidth: 1.4,
        maxWidth: 3.6,
      })
      pad.current.addEventListener('endStroke', () => setEmpty(false))
      setReady(true)
    })
    return () => {
      isGone = true
      pad.current?.off()
    }
  }, [])

  const finish = () => canvas.current?.toBlob(blob => blob !== null && onSigned(blob), 'image/png')
  const clear = () => {
    pad.current?.clear()
    setEmpty(true)
  }
  return (
    <div className="sheet is-whole" role="dialog" aria-modal="true" aria-label={title}>
      <header className="sheet-head">
        <h2>{title}</h2>
        <button type="button" className="row is-centred" onClick={onCancel}>
          {t('go.cancel')}
        </button>
      </header>
      <canvas ref={canvas} className="signature" aria-label={t('sign.here')} aria-busy={!isReady} />
      <footer className="bar">
        <Alt icon="undo" onPress={clear}>
          {t('sign.again')}
        </Alt>
        <Go onPress={finish} isDisabled={isEmpty}>
          {t('sign.finish')}
        </Go>
      </footer>
    </div>
  )
}
