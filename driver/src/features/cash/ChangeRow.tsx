import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { piecesFor, type Tender } from './change.rules.ts'

/** What comes in, what goes back, and the notes (square) and coins (round) to pick. */
export function ChangeRow({ given, change }: Tender) {
  return (
    <p className="change-row">
      <span>{formatNtd(BigInt(given))}</span>
      <b>{formatNtd(BigInt(change))}</b>
      <span className="pieces">
        {piecesFor(change).map(({ value, isCoin, pieces }) => (
          <span key={value} className="piece">
            <i className={isCoin ? 'coin' : 'note'}>{value}</i>×{pieces}
          </span>
        ))}
      </span>
    </p>
  )
}
