import { closeRoad } from '@luckygas/ui/api/routes/running-day.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapPoint } from '../../map/scene.ts'
import { Field } from '../../parts/Field.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { lookForBetter } from '../running-day/improvement-wanted.ts'

interface Props {
  /** Where the pin stands on the map. */
  point: MapPoint
  onClose: () => void
}

/** What going around costs, minutes, and how far the closure reaches, metres: what a person can say on the phone. */
const detourMinutes = ['5', '10', '20', '40'] as const
const reachMetres = ['100', '300', '1000'] as const

/** 封路: the pin on the map says where; from then on every arrival and every insertion goes around it. */
export function CloseRoad({ point, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const close = useWrite(closeRoad, ['running-day', 'board'])
  const [minutes, setMinutes] = useState<(typeof detourMinutes)[number]>('10')
  const [metres, setMetres] = useState<(typeof reachMetres)[number]>('300')
  const [note, setNote] = useState('')
  const save = () =>
    act(async () => {
      const body = { point, radiusMetres: Number(metres), extraMinutes: Number(minutes), note: note.trim() }
      const { laterStopIds } = await close.mutateAsync({ body })
      if (laterStopIds.length > 0) lookForBetter({ stopIds: laterStopIds })
      onClose()
    }, t('closure.closed'))
  return (
    <form
      className="close-road"
      aria-label={t('closure.title')}
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <p>{t('closure.hint')}</p>
      <div className="row">
        <span>{t('closure.detour')}</span>
        <Segments
          label={t('closure.detour')}
          value={minutes}
          onChange={setMinutes}
          options={detourMinutes.map(value => ({
            value,
            text: t('closure.minutes', { count: Number(value) }),
          }))}
        />
      </div>
      <div className="row">
        <span>{t('closure.reach')}</span>
        <Segments
          label={t('closure.reach')}
          value={metres}
          onChange={setMetres}
          options={reachMetres.map(value => ({ value, text: t('closure.metres', { count: Number(value) }) }))}
        />
      </div>
      <Field
        label={t('closure.note')}
        value={note}
        maxLength={200}
        onChange={event => setNote(event.target.value)}
      />
      <footer className="row">
        <button type="button" className="btn" onClick={onClose}>
          {t('word.cancel')}
        </button>
        <span className="sp" />
        <button type="submit" className="btn accent" disabled={close.isPending}>
          {t('closure.close')}
        </button>
      </footer>
    </form>
  )
}
