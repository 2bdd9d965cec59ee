import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import {
  type CylinderCounts,
  cylinderTypeCodes,
  cylinderTypes,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { formatDate, formatKg } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import type { BoardView, Lane, Stop } from './board-view.ts'

/** 裝車單: for each trip what goes onto the truck and what should come back, by size, with kilograms; one page a driver in print. */
export function LoadingSheets({ board, view }: { board: Board; view: BoardView }) {
  const { t } = useTranslation()
  const lanes = view.lanes.filter(lane => lane.stops.length > 0)
  return (
    <div className="tw sheet-print loadsheets">
      <p className="pad noprint">
        <button type="button" className="btn sm" onClick={() => window.print()}>
          {t('word.print')}
        </button>
      </p>
      {lanes.map(lane => (
        <section key={lane.key} className="loadsheet" aria-label={lane.driverName}>
          <h2>
            <DriverLetter letter={lane.letter} /> {lane.driverName}　{lane.run?.plate}
            {`　${formatDate(board.date)}`}
          </h2>
          {[...Map.groupBy(lane.stops, stop => stop.trip)].map(([trip, stops]) => (
            <TripLoad key={trip} lane={lane} trip={trip} stops={stops} />
          ))}
        </section>
      ))}
    </div>
  )
}

function countsOf(stops: readonly Stop[], side: 'fullOut' | 'emptyIn'): CylinderCounts {
  const counts: CylinderCounts = {}
  for (const line of stops.flatMap(stop => stop.lines)) {
    const { type } = products[line.product]
    counts[type] = (counts[type] ?? 0) + line[side]
  }
  return counts
}

function TripLoad({ lane, trip, stops }: { lane: Lane; trip: number; stops: readonly Stop[] }) {
  const { t } = useTranslation()
  const [full, empty] = [countsOf(stops, 'fullOut'), countsOf(stops, 'emptyIn')]
  const rows = cylinderTypeCodes
    .filter(code => (full[code] ?? 0) + (empty[code] ?? 0) > 0)
    .map(code => {
      const { label, gasGrams, tareGrams } = cylinderTypes[code]
      const [out, back] = [full[code] ?? 0, empty[code] ?? 0]
      return { code, label, out, back, outGrams: out * (gasGrams + tareGrams), backGrams: back * tareGrams }
    })
  const sum = (of: 'out' | 'back' | 'outGrams' | 'backGrams') =>
    rows.reduce((total, row) => total + row[of], 0)
  const first = stops[0]?.arriveMinute
  return (
    <table className="tbl dense">
      <caption>
        {t('dispatch.loading.trip', { trip, count: stops.length })}
        {first == null ? '' : `・${t('dispatch.loading.first', { time: formatMinute(first) })}`}・
        {lane.run?.plate}
      </caption>
      <thead>
        <tr>
          <th>{t('dispatch.loading.size')}</th>
          <th className="r">{t('dispatch.loading.full')}</th>
          <th className="r">{t('dispatch.loading.fullKg')}</th>
          <th className="r">{t('dispatch.loading.empty')}</th>
          <th className="r">{t('dispatch.loading.emptyKg')}</th>
          <th>{t('dispatch.loading.counted')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.code}>
            <td>{row.label}</td>
            <td className="r">{row.out}</td>
            <td className="r">{formatKg(row.outGrams)}</td>
            <td className="r">{row.back}</td>
            <td className="r">{formatKg(row.backGrams)}</td>
            <td />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th>{t('dispatch.loading.sum')}</th>
          <th className="r">{sum('out')}</th>
          <th className="r">{formatKg(sum('outGrams'))}</th>
          <th className="r">{sum('back')}</th>
          <th className="r">{formatKg(sum('backGrams'))}</th>
          <th />
        </tr>
      </tfoot>
    </table>
  )
}
