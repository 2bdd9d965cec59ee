import type { Today } from '@luckygas/contract/endpoints/today.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFigures } from './use-figures.ts'

/** The figures of the day; each opens the list it counts. */
export function Figures({ data }: { data: Today }) {
  const { t } = useTranslation()
  const figures = useFigures(data)
  return (
    <div className="kp">
      {figures.map(figure => (
        <Link key={figure.id} to={figure.to} className="k">
          <h2>{t(`today.figure.${figure.id}`)}</h2>
          <p className={figure.isBad ? 'v num warn' : 'v num'}>
            <b>{figure.value}</b>
            <span>{figure.unit}</span>
          </p>
          {figure.share === undefined ? null : (
            <span className="bars">
              <i className="good" style={{ width: `${Math.min(1, figure.share) * 100}%` }} />
            </span>
          )}
          <p className="sub">{figure.note}</p>
        </Link>
      ))}
    </div>
  )
}

const places = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']

/** The place of the figures before they are known. */
export function FiguresSkeleton() {
  return (
    <div className="kp">
      {places.map(place => (
        <div key={place} className="k">
          <p className="v">
            <i className="ghost-figure" />
          </p>
          <p className="sub">&nbsp;</p>
        </div>
      ))}
    </div>
  )
}
