import { openRoad } from '@luckygas/ui/api/routes/running-day.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { LiveDay } from './live-view.ts'

interface Props {
  closures: LiveDay['closures']
  mayOpen: boolean
}

/** Roads closed today, each with the way back to normal. */
export function Closures({ closures, mayOpen }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const open = useWrite(openRoad, ['running-day', 'board'])
  return (
    <ul className="closures" aria-label={t('closure.list')}>
      {closures.map((closure, index) => (
        <li key={closure.id} className="row">
          <b className="chip st-failed">{t('closure.mark', { number: index + 1 })}</b>
          <span>
            {closure.note === '' ? t('closure.unnamed') : closure.note}
            <span className="mut num">
              {' '}
              {t('closure.since', { time: formatTime(closure.closedAt), count: closure.extraMinutes })}
            </span>
          </span>
          <span className="sp" />
          {mayOpen ? (
            <button
              type="button"
              className="btn xs"
              disabled={open.isPending}
              onClick={() =>
                void act(async () => {
                  await open.mutateAsync({ params: { id: closure.id }, body: {} })
                }, t('closure.opened'))
              }
            >
              {t('closure.open')}
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
