import { formatKg } from '@luckygas/ui/format/format.ts'
import { useRunDay } from '../../app/phone-context.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type LoadDraft, loadWeight } from './load-out.rules.ts'

/** Gas and total weight as they will ride, against what the vehicle and the law allow. */
export function LoadWeight({ draft }: { draft: LoadDraft }) {
  const { t } = useWords()
  const { run } = useRunDay()
  const weight = loadWeight(run, draft)
  return (
    <section className="card facts-list">
      <p>
        <span>{t('load.gas')}</span>
        <b>{formatKg(weight.gasGrams)} kg</b>
      </p>
      <p>
        <span>{t('load.total')}</span>
        <b>
          {formatKg(weight.totalGrams)} <small>/ {formatKg(run.vehicle.maxLoadGrams)} kg</small>
        </b>
      </p>
      {weight.isTooHeavy && <State name="failed">{t('load.tooHeavy')}</State>}
      {weight.isTooMuchGas && <State name="failed">{t('load.tooMuchGas')}</State>}
      {weight.needsPapers && <State name="warn">{t('load.papers')}</State>}
    </section>
  )
}
