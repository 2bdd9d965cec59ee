import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { FailedMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import type { BoardView } from './board-view.ts'
import { useViolationWords } from './violation-words.ts'

interface Props {
  board: Board
  view: BoardView
  onSelect: (stopId: string) => void
}

/** 違反: every broken promise in words, with the way to its stop. */
export function BrokenList({ board, view, onSelect }: Props) {
  const { t } = useTranslation()
  const words = useViolationWords()
  if (board.violations.length === 0) return <p className="mut pad">{t('dispatch.noneBroken')}</p>
  return (
    <ul className="violations">
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
              <button type="button" className="btn xs" onClick={() => onSelect(broken.id)}>
                {t('word.show')}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
