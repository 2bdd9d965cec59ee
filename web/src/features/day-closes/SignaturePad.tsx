import { type PointerEvent, useEffect, useRef } from 'react'

interface Props {
  label: string
  /** The drawn signature after each stroke; null once it is wiped. */
  onChange: (picture: Blob | null) => void
}

const ink = '#1F1A14'

/** A field to sign on with mouse, finger or pen; dark ink on white in every theme, because it becomes a document. */
export function SignaturePad({ label, onChange }: Props) {
  const area = useRef<HTMLCanvasElement>(null)
  const isDrawing = useRef(false)
  useEffect(() => {
    const canvas = area.current
    const pen = canvas?.getContext('2d')
    if (!canvas || !pen) return
    const ratio = Math.max(1, window.devicePixelRatio)
    canvas.width = canvas.clientWidth * ratio
    canvas.height = canvas.clientHeight * ratio
    pen.scale(ratio, ratio)
    pen.fillStyle = '#FFFFFF'
    pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight)
    pen.strokeStyle = ink
    pen.lineWidth = 2.4
    pen.lineCap = 'round'
    pen.lineJoin = 'round'
  }, [])
  const at = (event: PointerEvent): [number, number] => {
    const box = area.current?.getBoundingClientRect()
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]
  }
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    isDrawing.current = true
    event.currentTarget.setPointerCapture(event.pointerId)
    const pen = area.current?.getContext('2d')
    pen?.beginPath()
    pen?.moveTo(...at(event))
  }
  const draw = (event: PointerEvent) => {
    if (!isDrawing.current) return
    const pen = area.current?.getContext('2d')
    pen?.lineTo(...at(event))
    pen?.stroke()
  }
  const end = () => {
    if (!isDrawing.current) return
    isDrawing.current = false
    area.current?.toBlob(onChange, 'image/png')
  }
  return (
    <canvas
      ref={area}
      className="sign-here"
      aria-label={label}
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
    />
  )
}
