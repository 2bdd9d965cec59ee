import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { daysBetween, formatMinute, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import { getBoard } from '@luckygas/ui/api/routes/dispatch.ts'
import type { getOrderDesk } from '@luckygas/ui/api/routes/orders.ts'
import { serverNowMs, today } from '@luckygas/ui/clock.ts'
import { formatDate, formatDecimal, formatKg, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { passingTrucks } from './passing.ts'
import type { CustomerCard } from './use-order-draft.ts'

export type OrderDesk = EndpointAnswer<NonNullable<(typeof getOrderDesk)['types']>>
type Site = CustomerCard['sites'][number]
interface Props {
  customer: CustomerCard
  site: Site | undefined
  desk: OrderDesk | undefined
  date: string
}

/** What the clerk should know while talking: days left, money, cylinders, the truck that comes by. */
export function CallerAside({ customer, site, desk, date }: Props) {
  return (
    <aside className="caller-aside">
      {site === undefined ? null : <DaysLeft site={site} />}
      <Money customer={customer} desk={desk} />
      {site === undefined ? null : <Held site={site} />}
      {site?.point == null ? null : <PassingTruck point={site.point} date={date} />}
    </aside>
  )
}

function DaysLeft({ site }: { site: Site }) {
  const { t } = useTranslation()
  const { forecast } = site
  const days = forecast === null ? null : daysBetween(today(), forecast.runOutOn)
  return (
    <section className="part">
      <h2>
        {t('orders.stillHas')}
        {forecast === null ? null : (
          <span className="mut">
            {t('orders.between', {
              from: formatDecimal(daysBetween(today(), forecast.p10), 0),
              to: formatDecimal(daysBetween(today(), forecast.p90), 0),
            })}
          </span>
        )}
      </h2>
      {forecast === null || days === null ? (
        <p className="mut">{t('orders.noForecast')}</p>
      ) : (
        <div className="left-days" data-risk={days <= 1 ? 'high' : days <= 3 ? 'mid' : 'none'}>
          <span className="big num">{formatDecimal(days, 0)}</span> {t('word.days')}
          <span className="sp" />
          <span className="mut r">
            {t('orders.emptyOn', { date: formatDate(forecast.runOutOn) })}
            <br />
            {t('orders.stockAndUse', {
              stock: formatKg(forecast.stockGrams),
              use: formatDecimal(forecast.dailyUseGrams / 1000, 1),
            })}
          </span>
        </div>
      )}
    </section>
  )
}

function Money({ customer, desk }: Pick<Props, 'customer' | 'desk'>) {
  const { t } = useTranslation()
  const month = today().slice(0, 7)
  const grams = customer.recentDeliveries
    .filter(delivery => delivery.date.startsWith(month))
    .reduce((sum, delivery) => sum + delivery.gasGrams, 0)
  const figures = [
    [t('orders.owes'), desk === undefined ? '' : formatMoney(desk.owedNtd), 'NT$'],
    [t('orders.deposit'), desk === undefined ? '' : formatMoney(desk.depositNtd), 'NT$'],
    [t('orders.thisMonth'), formatKg(grams), 'kg'],
  ]
  return (
    <dl className="part three">
      {figures.map(([name, figure, unit]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b className="num">{figure}</b> <span className="mut">{unit}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Held({ site }: { site: Site }) {
  const { t } = useTranslation()
  const held = cylinderTypeCodes.filter(type => (site.held[type] ?? 0) > 0)
  return (
    <section className="part">
      <h2>{t('orders.held')}</h2>
      {held.length === 0 ? <p className="mut">{t('word.no')}</p> : null}
      <ul className="held">
        {held.map(type => (
          <li key={type}>
            <span>{cylinderTypes[type].label} kg</span> <b className="num">{site.held[type]}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

function PassingTruck({ point, date }: { point: { latitude: number; longitude: number }; date: string }) {
  const { t } = useTranslation()
  const board = useRead('board', getBoard, { params: { date } }, { isEnabled: useMay('dispatch.read') })
  const from = date === today() ? minuteOfDay(new Date(serverNowMs())) : 0
  const trucks = board.data === undefined ? [] : passingTrucks(board.data, point, from).slice(0, 2)
  return (
    <section className="part">
      <h2>
        {t('orders.passing')} <span className="mut">{formatDate(date)}</span>
      </h2>
      {trucks.length === 0 ? <p className="mut">{t('orders.noTruck')}</p> : null}
      <ul className="trucks">
        {trucks.map(truck => (
          <li key={truck.runId} className="row">
            <DriverLetter letter={truck.letter} />
            <b className="num">{formatMinute(truck.atMinute)}</b>
            <span>{truck.driverName}</span>
            <span className="mut num">{t('orders.awayMetres', { metres: truck.metres })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
