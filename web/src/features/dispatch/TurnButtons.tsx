import { useTranslation } from 'react-i18next'
import { stepWords } from './history.ts'
import { RedoIcon, UndoIcon } from './turn-icons.tsx'
import type { BoardTools } from './use-board.ts'

/** Undo and redo of what I did on this board, naming the step. */
export function TurnButtons({ tools }: { tools: BoardTools }) {
  const { t } = useTranslation()
  const turns = [
    { step: tools.undoable, text: 'dispatch.undo', key: 'Ctrl+Z', Icon: UndoIcon, go: () => tools.undo() },
    {
      step: tools.redoable,
      text: 'dispatch.redo',
      key: 'Ctrl+Shift+Z',
      Icon: RedoIcon,
      go: () => tools.redo(),
    },
  ]
  return (
    <span className="turns">
      {turns.map(({ step, text, key, Icon, go }) => {
        const words = step === undefined ? t(text) : `${t(text)}：${stepWords(t, step)}`
        return (
          <button
            key={text}
            type="button"
            className="btn ghost sq"
            disabled={step === undefined || tools.isBusy}
            aria-label={words}
            title={`${words}（${key}）`}
            onClick={() => void go()}
          >
            <Icon />
          </button>
        )
      })}
    </span>
  )
}
