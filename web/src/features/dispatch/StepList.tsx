import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../shell/session.ts'
import { stepWords } from './history.ts'
import type { BoardTools } from './use-board.ts'

/** 步驟: what everybody did on this board, newest first; what still can be, is taken back from here too. */
export function StepList({ board, tools, mayPlan }: { board: Board; tools: BoardTools; mayPlan: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  if (board.steps.length === 0) return <p className="mut pad">{t('dispatch.noSteps')}</p>
  return (
    <ol className="tw steps">
      {board.steps.map(step => (
        <li key={step.id} className={step.isUndone ? 'undone' : ''}>
          <span className="num mut">{formatTime(step.doneAt)}</span>
          <b>{step.doneBy === me.id ? t('dispatch.me') : step.doneByName}</b>
          <span>{stepWords(t, step)}</span>
          {step.isUndone ? <span className="mut">{t('dispatch.isUndone')}</span> : null}
          <span className="sp" />
          {mayPlan && step.mayUndo ? (
            <button
              type="button"
              className="btn xs"
              disabled={tools.isBusy}
              onClick={() => void tools.undo(step)}
            >
              {t('dispatch.undo')}
            </button>
          ) : null}
          {mayPlan && step.mayRedo ? (
            <button
              type="button"
              className="btn xs"
              disabled={tools.isBusy}
              onClick={() => void tools.redo(step)}
            >
              {t('dispatch.redo')}
            </button>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
