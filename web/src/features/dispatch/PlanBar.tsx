import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatKm, formatSigned, formatTime } from '@luckygas/ui/format/format.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import type { BoardTools } from './use-board.ts'

const signedKm = (metres: number) => (metres > 0 ? `+${formatKm(metres)}` : formatKm(metres))

/** What the unpublished plan means, and the two ways out of it. */
export function PlanBar({
  board,
  tools,
  mayPublish,
}: {
  board: Board
  tools: BoardTools
  mayPublish: boolean
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
