import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import type { BoardView, Stop } from './board-view.ts'
import { StopDetails } from './StopDetails.tsx'
import type { Handling } from './use-handling.ts'
import { useViolationWords } from './violation-words.ts'

interface Props {
  board: Board
  view: BoardView
  handling: Handling
  onMoveMenu: (stop: Stop) => void
}

/** The selected stop with its ways out; without one, every broken promise. */
export function SidePanel({ board, view, handling, onMoveMenu }: Props) {
  const { t } = useTranslation()
  const words = useViolationWords()
  const stop = view.stopById.get(handling.stopId ?? '')
  if (stop !== undefined) {
    return <StopDetails stop={stop} view={view} handling={handling} onMoveMenu={onMoveMenu} />
  }
  return (
    <div className="chg">
      <div className="th">
        <h2>{t('dispatch.broken', { count: board.violations.length })}</h2>
      </div>
      {board.violations.length === 0 ? (
        <p className="mut pad">{t('dispatch.noneBroken')}</p>
      ) : (
        <ul className="tw violations">
          {board.violations.map((violation, index) => {
            const broken = view.stopById.get(violation.stopId ?? '')
            const lane = view.lanes.find(each => each.run?.id === violation.runId)
            return (
              // A plan may break the same promise of the same run twice; the order is the server's.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <li key={`${violation.code}${violation.stopId}${index}`}>
                <FailedMark size={11} />
                <span>
                  {lane === undefined ? '' : `${lane.letter}${view.numberOf.get(broken?.id ?? '') ?? ''} `}
                  {words(violation, broken)}
                </span>
                {broken === undefined ? null : (
                  <button type="button" className="btn xs" onClick={() => handling.selectStop(broken.id)}>
                    {t('word.show')}
                  </button>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
