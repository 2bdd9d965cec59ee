import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { LateMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { addedMinutesWords } from './added-words.ts'
import type { DraftProposal } from './use-draft-insertion.ts'
import './running-day.css'

interface Props {
  best: DraftProposal | undefined
  refusal: string | null | undefined
  isBusy: boolean
  /** Places the order and gives it to the driver named here. */
  onTake: (best: DraftProposal) => void
}

/** What the clerk can say at once: who comes first, when, and whom it costs what; one key places and gives it. */
export function DraftInsertion({ best, refusal, isBusy, onTake }: Props) {
  const { t } = useTranslation()
  if (best === undefined)
    return refusal == null ? null : (
      <p className="draft-insertion st-late">{t(`running.refusal.${refusal}`)}</p>
    )
  const later = best.later.filter(each => each.laterMinutes > 0 || each.breaks !== null)
  return (
    <p className="draft-insertion row" role="status" aria-label={t('running.soonest')}>
      <span>{t('running.soonest')}</span>
      <DriverLetter letter={best.letter} />
      <b className="num">{t('running.arrives', { time: formatMinute(best.etaMinute) })}</b>
      <span className="mut num">{addedMinutesWords(t, best.addedMinutes)}</span>
      {best.stock === 'aboard' ? null : <span className="st-late">{t('running.toLoadFirst')}</span>}
      {later.length === 0 ? (
        <span className="mut">{t('running.nobodyLater')}</span>
      ) : (
        <span className={best.broken > 0 ? 'st-failed' : 'st-late'}>
          <LateMark size={11} />{' '}
          {t(best.broken > 0 ? 'running.laterAndBroken' : 'running.laterCount', {
            count: later.length,
            broken: best.broken,
          })}
        </span>
      )}
      <span className="sp" />
      <button type="button" className="btn sm" disabled={isBusy} onClick={() => onTake(best)}>
        {t('running.placeAndGive', { name: best.driverName })} <Kbd keys={['F9']} />
      </button>
    </p>
  )
}
