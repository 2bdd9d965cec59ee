import { locateSite } from '@luckygas/ui/api/routes/customers.ts'
import { formatCount } from '@luckygas/ui/format/format.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MapView } from '../../map/MapView.tsx'
import type { MapPoint } from '../../map/scene.ts'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import type { Site } from './SiteCard.tsx'

/** The middle of Taitung city, where an unplaced pin waits. */
const townCentre: MapPoint = { latitude: 22.7554, longitude: 121.1468 }

type Placed = Pick<Site, 'id' | 'version' | 'point' | 'address'>

/** Where the site is and how well we know it; staff drag the pin or type the place. */
export function PlacePart({ site }: { site: Placed }) {
  const { t } = useTranslation()
  const act = useAct()
  const mayLocate = useMay('sites.locate')
  const locate = useWrite(locateSite, ['customers'])
  const [moved, setMoved] = useState<MapPoint>()
  const at = moved ?? site.point ?? townCentre
  const scene = useMemo(
    () => ({
      centre: site.point ?? townCentre,
      lines: [],
      tags: [],
      points: mayLocate
        ? []
        : [
            {
              id: site.id,
              point: site.point ?? townCentre,
              colour: 'var(--ink)',
              text: '',
              isHollow: false,
              isBroken: false,
              isSelected: true,
              title: site.address,
            },
          ],
    }),
    [site.id, site.point, site.address, mayLocate],
  )
  const pin = useMemo(() => (mayLocate ? { point: at, onMoved: setMoved } : undefined), [mayLocate, at])
  const save = async () => {
    if (moved === undefined) return
    const body = { ...moved, version: site.version }
    if (await act(() => locate.mutateAsync({ params: { id: site.id }, body }), t('customers.placed')))
      setMoved(undefined)
  }
  const nudge = (axis: keyof MapPoint, text: string) => {
    const value = Number(text)
    const [low, high] = axis === 'latitude' ? [20, 27] : [117, 123]
    if (value >= low && value <= high) setMoved({ ...at, [axis]: value })
  }
  return (
    <div className="part">
      <h2>{t('customers.place')}</h2>
      <p className="row">
        <span className={site.point === null ? 'mid-risk' : ''}>
          {site.point === null ? t('customers.notPlaced') : t(`pointSource.${site.point.source}`)}
        </span>
        {site.point?.precisionMetres == null ? null : (
          <span className="mut">
            {t('customers.precision', { metres: formatCount(site.point.precisionMetres) })}
          </span>
        )}
      </p>
      <div className="place-map">
        <MapView scene={scene} label={t('customers.placeMap')} pin={pin} />
      </div>
      {mayLocate ? (
        <div className="row decide">
          {(['latitude', 'longitude'] as const).map(axis => (
            <label key={axis} className="field">
              <span className="lab2">{t(`customers.${axis}`)}</span>
              <input
                key={at[axis]}
                className="input num"
                inputMode="decimal"
                defaultValue={at[axis].toFixed(5)}
                onBlur={event => nudge(axis, event.target.value)}
              />
            </label>
          ))}
          <button
            type="button"
            className="btn"
            disabled={moved === undefined || locate.isPending}
            onClick={() => void save()}
          >
            {t('customers.savePlace')}
          </button>
        </div>
      ) : null}
    </div>
  )
}
