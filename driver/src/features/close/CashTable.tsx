import { formatNtd, parseNtd } from '@luckygas/contract/kernel/money.ts'
import { Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { Closing } from './CloseScreen.tsx'
import { countOf, faceValues } from './close.rules.ts'
import { differenceText } from './difference-text.ts'

interface CashProps {
  closing: Closing
  dueCash: number
  /** 押瓶費 within what is due. */
  deposits: string
  counted: number
  difference: number
}
/** Notes and coins as counted, beside what is due. */
export function CashTable({ closing, dueCash, deposits, counted, difference }: CashProps) {
  const { t } = useWords()
  const { draft, save } = closing
  return (
    <section className="card cash-table">
      <header>
        <p>
          <b>{t('close.cash')}</b> {t('close.due', { amount: formatNtd(BigInt(dueCash)) })}
        </p>
        <Row isCentred onPress={() => save({ ...draft, step: 'cash' })}>
          {t('close.recountCash')}
        </Row>
      </header>
      {deposits !== '0' && (
        <p className="hint">{t('close.deposits', { amount: formatNtd(parseNtd(deposits)) })}</p>
      )}
      <ol>
        {faceValues
          .filter(value => countOf(draft.pieces[value]) > 0)
          .map(value => (
            <li key={value}>
              <span>{formatNtd(BigInt(value))}</span>
              <i>×{countOf(draft.pieces[value])}</i>
              <b>{formatNtd(BigInt(value * countOf(draft.pieces[value])))}</b>
            </li>
          ))}
        <li className="total">
          <span>{t('close.counted')}</span>
          <b>{formatNtd(BigInt(counted))}</b>
        </li>
      </ol>
      <State name={difference === 0 ? 'done' : 'warn'} size={24}>
        {differenceText(t, difference)}
      </State>
    </section>
  )
}
