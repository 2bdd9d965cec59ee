import { formatCount, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'

interface Props {
  /** Face value in NT$ → pieces. */
  denominations: Readonly<Record<string, number>>
  countedCashNtd: string
}

/** Notes and coins as the driver counted them, largest first. */
export function CashCounted({ denominations, countedCashNtd }: Props) {
  const { t } = useTranslation()
  const rows = Object.entries(denominations)
    .map(([face, pieces]) => ({ face: Number(face), pieces }))
    .filter(({ pieces }) => pieces > 0)
    .sort((a, b) => b.face - a.face)
  if (rows.length === 0) return null
  return (
    <table className="tbl dense closet">
      <caption className="sr">{t('dayCloses.denominations')}</caption>
      <thead>
        <tr>
          <th className="r">{t('dayCloses.face')}</th>
          <th className="r">{t('dayCloses.pieces')}</th>
          <th className="r">NT$</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ face, pieces }) => (
          <tr key={face}>
            <td className="r">{formatCount(face)}</td>
            <td className="r">{pieces}</td>
            <td className="r">{formatCount(face * pieces)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2}>{t('dayCloses.counted')}</td>
          <td className="r">
            <b>{formatMoney(countedCashNtd)}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
