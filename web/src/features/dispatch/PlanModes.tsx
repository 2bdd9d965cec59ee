import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import type { BoardTools, PlanMode } from './use-board.ts'

export const planModes: readonly { mode: PlanMode; key: string }[] = [
  { mode: 'all', key: '1' },
  { mode: 'free', key: '2' },
  { mode: 'fit', key: '3' },
]

/** The three ways to plan again; each says on hover and focus what it will change and what it leaves alone. */
export function PlanModes({ tools }: { tools: BoardTools }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <fieldset className="seg modes" aria-label={t('dispatch.plan')}>
      <span className="lab">{t('dispatch.plan')}</span>
      {planModes.map(({ mode, key }) => (
        <span key={mode} className="hinted">
          <button
            type="button"
            disabled={tools.isBusy}
            aria-describedby={`${id}${mode}`}
            onClick={() => void tools.build(mode)}
          >
            {t(`dispatch.mode.${mode}`)} <Kbd keys={[key]} />
          </button>
          <span className="hint" role="tooltip" id={`${id}${mode}`}>
            {t(`dispatch.modeHint.${mode}`)}
          </span>
        </span>
      ))}
    </fieldset>
  )
}
