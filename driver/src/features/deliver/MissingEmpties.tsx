import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { Row } from '../../parts/buttons.tsx'
import { productText } from '../../parts/figures.ts'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type DraftLine, missingEmpties, unitDepositOf, withLine } from './deliver.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

/** Fewer empties than fulls: owed, or the deposit taken now. */
export function MissingEmpties({ delivering, line }: { delivering: Delivering; line: DraftLine }) {
  const { t } = useWords()
  const { day, draft, save } = delivering
  const missing = missingEmpties(line, draft.lines)
  const deposit = unitDepositOf(line.product, day.prices) * BigInt(missing)
  return (
    <section className="card question">
      <h2>
        <State name="warn">{t('deliver.missing', { size: productText(line.product), count: missing })}</State>
      </h2>
      <div className="choices">
        <Row
          isCentred
          isPressed={line.depositsTaken === 0}
          onPress={() => save(withLine(draft, line.product, { depositsTaken: 0 }))}
        >
          {t('deliver.owe')}
        </Row>
        {deposit > 0n && (
          <Row
            isCentred
            isPressed={line.depositsTaken > 0}
            onPress={() => save(withLine(draft, line.product, { depositsTaken: missing }))}
          >
            {t('deliver.deposit', { amount: formatNtd(deposit) })}
          </Row>
        )}
      </div>
    </section>
  )
}
