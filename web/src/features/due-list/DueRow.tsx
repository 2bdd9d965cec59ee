import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import { productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import {
  formatCounts,
  formatDecimal,
  formatKg,
  formatPercent,
  formatShortDate,
  sumCounts,
} from '@luckygas/ui/format/format.ts'
import { ReasonIcon } from '@luckygas/ui/icons/reasons.tsx'
import { MotorcycleIcon, TruckIcon } from '@luckygas/ui/icons/things.tsx'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Kbd } from '../../parts/Kbd.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { slotWords } from '../../parts/words.ts'
import { paths } from '../../shell/paths.ts'
import { RangeChart, WindowChart } from './charts.tsx'
import { isTicked, riskLevel } from './due-view.ts'
import { PostponeButton } from './PostponeButton.tsx'

interface Props {
  item: DueItem
  date: BusinessDate
  rowIndex: number
  isCurrent: boolean
  isPostponing: boolean
  mayEdit: boolean
  onFocus: () => void
  onTick: (isOn: boolean) => void
  onPostponing: (isOpen: boolean) => void
  onPostpone: (toDate: BusinessDate, reason: string) => Promise<boolean>
  onUndo: () => void
}

const countWords = (counts: DueItem['products']): string =>
  formatCounts(sumCounts(productCodes.map(code => ({ [products[code].type]: counts[code] ?? 0 }))))

/** What an order brings, and which empties are fetched beside. */
function orderedWords(goods: Pick<DueItem, 'products' | 'collects'>, t: TFunction): string {
  const empties = countWords(goods.collects)
  return [countWords(goods.products), empties === '' ? '' : t('orders.fetches', { lines: empties })]
    .filter(text => text !== '')
    .join('・')
}

/** 新訂單: what was ordered after the line went to dispatch, and goes there with the next sending. */
function WaitingOrder({ order, date }: { order: NonNullable<DueItem['waitingOrder']>; date: BusinessDate }) {
  const { t } = useTranslation()
  const words = t('dueList.waitingOrder', { number: order.number, lines: orderedWords(order, t) })
  return (
    <Link className="waiting-order" to={paths.orders({ date, order: order.id })} title={words}>
      {t('dueList.newOrder', { lines: orderedWords(order, t) })}
    </Link>
  )
}

const toneOf = { high: 'high', mid: 'mid-risk', low: 'low' } as const

function noteWords(item: DueItem, t: TFunction): string {
  return [item.isPlaced ? '' : t('dueList.unplaced'), item.isPatrol ? t('dueList.patrol') : '', item.note]
    .filter(text => text !== '')
    .join('・')
}

/** Why the line is there, in a sentence: hovered, and read out by those who listen. */
function whyWords(item: DueItem, t: TFunction): string {
  const why = t(`dueList.why.${item.reason}`, {
    latest: formatShortDate(item.latestOn),
    days: item.overdueDays ?? 0,
    percent: formatPercent(item.runOutProbability ?? 0),
  })
  return item.isPatrol ? `${why} ${t('dueList.why.patrol')}` : why
}

/** One line: who, why, how long it can wait, what to bring. */
export function DueRow(props: Props) {
  const { t } = useTranslation()
  const { item } = props
  const isOn = isTicked(item)
  const isSent = item.status === 'sent'
  const Vehicle = item.vehicleAccess === 'motorcycle' ? MotorcycleIcon : TruckIcon
  const risk = item.runOutProbability
  return (
    <tr
      id={`due-${item.id}`}
      aria-rowindex={props.rowIndex + 2}
      aria-selected={props.isCurrent}
      tabIndex={props.isCurrent ? 0 : -1}
      className={`${props.isCurrent ? 'cur' : ''}${isOn || isSent ? '' : ' off'}`}
      onFocus={props.onFocus}
      onClick={props.onFocus}
    >
      <td className="c1">
        <Tick
          label={t('dueList.tick', { name: item.shortName })}
          isOn={isOn || isSent}
          isDisabled={!props.mayEdit || isSent || item.status === 'postponed'}
          onChange={props.onTick}
        />
      </td>
      <td>
        <span className={`re re-${item.reason}`} title={whyWords(item, t)}>
          <ReasonIcon reason={item.reason} />
          {t(`reason.${item.reason}`)}
          <span className="sr">{whyWords(item, t)}</span>
          {item.reason !== 'cycle_exceeded' || item.overdueDays === null || item.overdueDays <= 0 ? null : (
            <em>{t('dueList.overdue', { count: item.overdueDays })}</em>
          )}
        </span>
      </td>
      <td className="cd opt3">{item.customerCode}</td>
      <td>
        <Link to={paths.customer(item.customerCode)} tabIndex={-1}>
          <b>{item.shortName}</b>
        </Link>
      </td>
      <td className="opt3">{item.zone}</td>
      <td className="r dl">{item.daysLeft === null ? '–' : formatDecimal(item.daysLeft)}</td>
      <td className="rb opt2">
        <RangeChart item={item} />
      </td>
      <td className={`r pr ${toneOf[riskLevel(risk)]}`}>
        {risk === null ? (
          '–'
        ) : (
          <>
            {formatPercent(risk)}
            <u>%</u>
          </>
        )}
      </td>
      <td className="wn opt1">
        <WindowChart item={item} date={props.date} />
      </td>
      <td>
        {orderedWords(item, t)}
        {item.waitingOrder === null ? null : <WaitingOrder order={item.waitingOrder} date={props.date} />}
      </td>
      <td className="r">{formatKg(item.gasGrams)}</td>
      <td>{slotWords(t, item.slot, item.windows)}</td>
      <td className="vh opt2">
        <Vehicle size={16} strokeWidth={1.4} />
        {t(`vehicle.${item.vehicleAccess}`)}
      </td>
      <td className="opt2">{item.settlement === null ? '' : t(`settlement.${item.settlement}`)}</td>
      <td className="nt2 opt1">{noteWords(item, t)}</td>
      <td className="pp">
        {isSent ? (
          <span className="mut">{t('dueList.sent')}</span>
        ) : !props.mayEdit ? null : item.status === 'postponed' ? (
          <button type="button" className="btn xs" onClick={props.onUndo}>
            {t('dueList.undoPostpone')}
            <span className="sr">{item.shortName}</span>
            {props.isCurrent ? <Kbd keys={['P']} /> : null}
          </button>
        ) : (
          <PostponeButton
            item={item}
            isOpen={props.isPostponing}
            hasKey={props.isCurrent}
            onOpen={props.onPostponing}
            onPostpone={props.onPostpone}
          />
        )}
      </td>
    </tr>
  )
}
