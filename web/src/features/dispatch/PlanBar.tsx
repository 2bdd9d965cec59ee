import type { Board, PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatSigned, formatTime } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { LayersIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { signedKm } from './signed.ts'
import type { BoardTools } from './use-board.ts'

/** What the unpublished plan means, and the two ways out of it. */
export function PlanBar({
  board,
  diff,
  tools,
  mayPublish,
  isCompared,
  onCompare,
}: {
  board: Board
  diff: PlanDiff | undefined
  tools: BoardTools
  mayPublish: boolean
  isCompared: boolean
  onCompare: () => void
}) {
  const { t } = useTranslation()
  const broken = board.violations.length
  const change = tools.lastChange
  const isOpen = board.hasUnpublishedChanges && board.totals.planned > 0
  return (
    <section className="diff" aria-label={t('dispatch.planBar')}>
      <b className="dl">
        {isOpen
          ? t(board.publishedAt === null ? 'dispatch.draft' : 'dispatch.changed')
          : board.publishedAt === null
            ? t('dispatch.nothingYet')
            : t('dispatch.publishedAt', { time: formatTime(board.publishedAt) })}
      </b>
      {isOpen && diff?.isPublished ? <DiffWords diff={diff} /> : null}
      {change === undefined ? null : (
        <span className="ds" role="status">
          {t('dispatch.lastStep')} <b>{t('word.minutesOf', { count: formatSigned(change.minutes) })}</b>・
          <b>
            {signedKm(change.metres)} {t('word.km')}
          </b>
          {change.violations === 0 ? null : (
            <>・{t('dispatch.brokenChange', { count: formatSigned(change.violations) })}</>
          )}
        </span>
      )}
      {broken === 0 ? null : (
        <span className="ds bad">
          <FailedMark size={11} /> {t('dispatch.broken', { count: broken })}
        </span>
      )}
      <Ways travel={board.travel} />
      <span className="sp" />
      {tools.needsConsent ? (
        <span className="ds" role="alert">
          {t('dispatch.consent', { count: broken })}
          <button type="button" className="btn sm danger" onClick={() => void tools.publish(true)}>
            {t('dispatch.publishAnyway')}
          </button>
          <button type="button" className="btn sm" onClick={tools.dropConsent}>
            {t('word.back')}
          </button>
        </span>
      ) : null}
      {isOpen && diff?.isPublished ? (
        <button type="button" className="btn sm" aria-pressed={isCompared} onClick={onCompare}>
          <LayersIcon size={14} /> {t('dispatch.compare')} <Kbd keys={['C']} />
        </button>
      ) : null}
      {isOpen && mayPublish ? (
        <>
          {board.publishedAt === null ? null : (
            <button
              type="button"
              className="btn sm"
              disabled={tools.isBusy}
              onClick={() => void tools.discard()}
            >
              {t('dispatch.discard')}
            </button>
          )}
          <button
            type="button"
            className="btn accent"
            disabled={tools.isBusy}
            onClick={() => void tools.publish()}
          >
            {t('dispatch.publish')} <Kbd keys={['Ctrl', 'Enter']} />
          </button>
        </>
      ) : null}
    </section>
  )
}

/** The draft against what drivers hold, in one line. */
function DiffWords({ diff }: { diff: PlanDiff }) {
  const { t } = useTranslation()
  const told = diff.stops.filter(stop => stop.mustBeTold).length
  const moved = diff.stops.filter(stop => stop.kind !== 'time').length
  return (
    <span className="ds">
      <b>
        {t('word.minutesOf', { count: formatSigned(diff.after.minutes - diff.before.minutes) })}、
        {signedKm(diff.after.metres - diff.before.metres)} {t('word.km')}、
        {t('dispatch.diff.told', { count: told })}
      </b>
      {t('dispatch.diff.moved', { count: moved })}・{t('dispatch.diff.cars', { count: diff.drivers.length })}
      {diff.kept.length === 0 ? null : <>・{t('dispatch.diff.keptAgain', { count: diff.kept.length })}</>}
    </span>
  )
}

/** Whose driving times the plan stands on, where a road service is asked: said plainly when it did not answer. */
function Ways({ travel }: { travel: Board['travel'] }) {
  const { t } = useTranslation()
  if (travel === undefined) return null
  if (travel.fault === null) {
    const service = travel.counts.google > 0 ? 'google' : travel.counts.osrm > 0 ? 'osrm' : undefined
    return service === undefined ? null : <span className="ds mut">{t(`dispatch.ways.${service}`)}</span>
  }
  return (
    <span className="ds warn" role="status" title={travel.fault}>
      {t('dispatch.ways.estimated')}
    </span>
  )
}
