import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { LoadDraft, LoadRow, Pile } from './load-out.rules.ts'

interface Props {
  row: LoadRow
  draft: LoadDraft
  onChange: (pile: Pile, code: CylinderType, count: number) => void
}

/** How many fulls of a size come on, beside what is really aboard and what the stops still take. */
export function LoadSize({ row, draft, onChange }: Props) {
  const { t } = useWords()
  const code = row.cylinderType
  return (
    <div className="load-size">
      <Stepper
        label={t('load.fullOf', { size: sizeText(code) })}
        value={draft.full[code] ?? 0}
        onChange={count => onChange('full', code, count)}
      >
        <Cylinder isFull />
        {sizeText(code)}
      </Stepper>
      <p className="hint">
        <span>{t('load.aboardNeeds', { aboard: row.aboard, trip: row.trip })}</span>
        {row.rest !== row.trip && <span>{t('load.restNeeds', { rest: row.rest })}</span>}
        {row.short > 0 && (
          <State name="warn" size={20}>
            {t('load.short', { count: row.short })}
          </State>
        )}
      </p>
    </div>
  )
}
