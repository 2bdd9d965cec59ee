import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { useRunDay } from '../../app/phone-context.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { Panel } from '../../parts/Screen.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { LoadDraft, Pile } from './load-out.rules.ts'

interface Props {
  draft: LoadDraft
  onChange: (pile: Pile, code: CylinderType, count: number) => void
}

/** What leaves the truck at the depot; never more than is aboard. */
export function GoesOff({ draft, onChange: change }: Props) {
  const { t } = useWords()
  const { run } = useRunDay()
  if (!run.onTruck.some(row => row.full > 0 || row.empty > 0)) return null
  return (
    <Panel title={t('load.goesOff')}>
      <section className="card loads">
        <header>
          <b>{t('load.goesOff')}</b>
        </header>
        {run.onTruck.flatMap(({ cylinderType, full, empty }) => [
          empty > 0 ? (
            <Stepper
              key={`${cylinderType}-empty`}
              label={t('load.emptyOf', { size: sizeText(cylinderType) })}
              value={draft.returnedEmpty[cylinderType] ?? 0}
              most={empty}
              onChange={count => change('returnedEmpty', cylinderType, count)}
            >
              <Cylinder isFull={false} />
              {sizeText(cylinderType)}
            </Stepper>
          ) : null,
          full > 0 ? (
            <Stepper
              key={`${cylinderType}-full`}
              label={t('load.leftOf', { size: sizeText(cylinderType) })}
              value={draft.returnedFull[cylinderType] ?? 0}
              most={full}
              onChange={count => change('returnedFull', cylinderType, count)}
            >
              <Cylinder isFull />
              {sizeText(cylinderType)}
            </Stepper>
          ) : null,
        ])}
      </section>
    </Panel>
  )
}
