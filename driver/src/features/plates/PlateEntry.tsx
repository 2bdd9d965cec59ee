import type { PlateFault } from '@luckygas/contract/kernel/cylinder-plate.ts'
import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { checkPlate } from '@luckygas/ui/api/routes/cylinder-plates.ts'
import { lazy, Suspense, useState } from 'react'
import { useOnce, usePhone, useRunDay } from '../../app/phone-context.tsx'
import { Row } from '../../parts/buttons.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { type PlateText, type ReadPlate, readPlate } from './plate.rules.ts'

/** Camera and reader of codes travel only to those who scan. */
const ScanPlate = lazy(async () => ({ default: (await import('../scan/ScanPlate.tsx')).ScanPlate }))

type Said = 'no-number' | 'no-date' | 'twice' | PlateFault

interface Props {
  plates: readonly ReadPlate[]
  types: readonly CylinderType[]
  /** At the depot an expired cylinder stays there; at a door it has been handed over and is only marked. */
  isGate: boolean
  onChange: (plates: ReadPlate[]) => void
}

/** Single cylinders by their plates, for whoever reads them; nobody must. The date decides on the phone, the office's books when they can be asked. */
export function PlateEntry({ plates, types, isGate, onChange }: Props) {
  const { t } = useWords()
  const phone = usePhone()
  const { day } = useRunDay()
  const [isOpen, setOpen] = useState(false)
  const [isScanning, setScanning] = useState(false)
  const [once, isBusy] = useOnce()
  const seen = useKeepSeen<HTMLElement>(`${isOpen} ${isScanning}`)
  const empty = (isFull: boolean, cylinderType = types[0] ?? '20'): PlateText => ({
    cylinderType,
    mark: '',
    serial: '',
    due: '',
    isFull,
  })
  const [text, setText] = useState(() => empty(true))
  const [said, say] = useState<Said | null>(null)
  const change = (part: Partial<PlateText>) => {
    setText({ ...text, ...part })
    say(null)
  }
  const add = () =>
    once(async () => {
      const reading = readPlate(text, plates, day.date)
      if (reading.problem !== null) return say(reading.problem)
      const { plate } = reading
      const { mark, serial, dueDate } = plate
      const query = { mark, serial, ...(dueDate === null ? {} : { dueDate }) }
      const known = await phone.client.call(checkPlate, { query }, { retries: 0 }).catch(() => undefined)
      const fault = reading.fault ?? known?.fault ?? null
      say(fault)
      if (fault !== null && isGate) return
      onChange([...plates, plate])
      setText(empty(text.isFull, text.cylinderType))
    })
  if (!isOpen)
    return (
      <Row icon={<Icon name="plus" />} onPress={() => setOpen(true)}>
        {plates.length > 0 ? t('plate.count', { count: plates.length }) : t('plate.title')}
      </Row>
    )
  const field = (name: 'serial' | 'mark' | 'due') => (
    <label className="field">
      {t(`plate.${name}`)}
      <input
        maxLength={24}
        autoCapitalize="characters"
        inputMode={name === 'due' ? 'numeric' : 'text'}
        value={text[name]}
        onChange={event => change({ [name]: event.target.value })}
      />
    </label>
  )
  return (
    <section className="card plates" ref={seen}>
      <h2>{t('plate.title')}</h2>
      <div className="choices">
        {types.map(type => (
          <Row
            key={type}
            isCentred
            isPressed={text.cylinderType === type}
            onPress={() => change({ cylinderType: type })}
          >
            {sizeText(type)}
          </Row>
        ))}
      </div>
      {!isGate && (
        <div className="choices">
          {[true, false].map(isFull => (
            <Row
              key={String(isFull)}
              isCentred
              isPressed={text.isFull === isFull}
              onPress={() => change({ isFull })}
            >
              {t(isFull ? 'word.full' : 'word.empty')}
            </Row>
          ))}
        </div>
      )}
      {isScanning ? (
        <Suspense fallback={<p className="hint">{t('scan.starting')}</p>}>
          <ScanPlate
            onClose={() => setScanning(false)}
            onRead={read => {
              setScanning(false)
              change(read)
            }}
          />
        </Suspense>
      ) : (
        <Row isCentred icon={<Icon name="camera" />} onPress={() => setScanning(true)}>
          {t('scan.start')}
        </Row>
      )}
      {field('serial')}
      {field('mark')}
      {field('due')}
      {said !== null && (
        <p role="alert">
          <State name={isGate ? 'failed' : 'warn'}>
            {t(
              isGate && (said === 'expired' || said === 'life-ended')
                ? `plate.gate.${said}`
                : `plate.${said}`,
            )}
          </State>
        </p>
      )}
      <Row isCentred onPress={isBusy ? () => undefined : add}>
        {t('plate.add')}
      </Row>
      {plates.map(plate => (
        <Row
          key={`${plate.serial}/${plate.mark}`}
          end={t('plate.remove')}
          onPress={() => onChange(plates.filter(other => other !== plate))}
        >
          {sizeText(plate.cylinderType)} {plate.serial || plate.mark}
        </Row>
      ))}
    </section>
  )
}
