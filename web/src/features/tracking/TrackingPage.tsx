import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { getFleet, livePositions as livePositionsRoute } from '@luckygas/ui/api/routes/dispatch.ts'
import { serverNowMs, today } from '@luckygas/ui/clock.ts'
import type { PositionFrame } from '@luckygas/ui/live/live-client.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MapView } from '../../map/MapView.tsx'
import type { MapScene } from '../../map/scene.ts'
import { driverColour } from '../../parts/DriverLetter.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { livePositions } from '../../shell/live.ts'
import { Page } from '../../shell/Page.tsx'
import { useRead } from '../../shell/queries.ts'
import { DriverRow } from './DriverRow.tsx'
import './tracking.css'

export type TrackedDriver = EndpointAnswer<
  NonNullable<(typeof livePositionsRoute)['types']>
>['drivers'][number]

/** The driver with his newest position, from the socket or from the last answer. */
function withNewest(
  driver: TrackedDriver,
  positions: Readonly<Record<string, PositionFrame>>,
): TrackedDriver {
  const newest = positions[driver.driverId]
  if (newest === undefined || (driver.deviceAt !== null && newest.deviceAt <= driver.deviceAt)) return driver
  const { latitude, longitude, deviceAt } = newest
  return { ...driver, point: { latitude, longitude }, deviceAt, receivedAt: deviceAt }
}

/** 追蹤: where the drivers are and how far they have come. */
export function TrackingPage() {
  const { t } = useTranslation()
  const answer = useRead('tracking', livePositionsRoute, { query: { date: today() } }, { refetchMs: 60_000 })
  const fleet = useRead('board', getFleet, {}, { staleMs: 600_000 }).data
  const positions = useObservable(livePositions)
  const [now, setNow] = useState(serverNowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNowMs()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const drivers = useMemo(
    () => (answer.data?.drivers ?? []).map(driver => withNewest(driver, positions)),
    [answer.data, positions],
  )
  const depot = fleet?.depots[0]
  const scene = useMemo((): MapScene | undefined => {
    if (depot === undefined) return undefined
    return {
      centre: depot.point,
      lines: [],
      points: drivers.flatMap(driver =>
        driver.point === null
          ? []
          : [
              {
                id: driver.driverId,
                point: driver.point,
                colour: driverColour(driver.letter),
                text: '',
                isHollow: false,
                isBroken: false,
                isSelected: false,
                title: driver.name,
              },
            ],
      ),
      tags: [
        { id: 'depot', point: depot.point, kind: 'depot', text: depot.name, colour: 'var(--ink)' },
        ...drivers.flatMap(driver => {
          const tag = { kind: 'driver' as const, text: driver.letter, colour: driverColour(driver.letter) }
          return driver.point === null ? [] : [{ id: driver.driverId, point: driver.point, ...tag }]
        }),
      ],
    }
  }, [depot, drivers])
  return (
    <Page title={t('nav.tracking')}>
      <Permitted to="tracking.read">
        <div className="tracking">
          <Panel title={t('tracking.drivers')} className="tracking-list">
            <Loaded
              query={answer}
              skeleton={<SkeletonRows rows={8} widths={[6, 24, 40, 20]} />}
              isEmpty={data => data.drivers.length === 0}
              empty={<Empty>{t('tracking.empty')}</Empty>}
            >
              {() => (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must take the arrow keys
                <ul tabIndex={0}>
                  {drivers.map(driver => (
                    <DriverRow key={driver.driverId} driver={driver} nowMs={now} />
                  ))}
                </ul>
              )}
            </Loaded>
          </Panel>
          <Panel title={t('dispatch.map')} className="map">
            {scene === undefined ? (
              <div className="mapbox" />
            ) : (
              <MapView scene={scene} label={t('dispatch.map')} />
            )}
          </Panel>
        </div>
      </Permitted>
    </Page>
  )
}
