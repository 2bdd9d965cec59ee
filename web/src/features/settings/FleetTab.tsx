import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { getFleet } from '@luckygas/ui/api/routes/dispatch.ts'
import { formatCounts, formatKg } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useRead } from '../../shell/queries.ts'
import { DriverSheet } from './DriverSheet.tsx'
import type { Fleet } from './fleet.ts'
import { VehicleSheet } from './VehicleSheet.tsx'

type Open = { vehicle: Fleet['vehicles'][number] | null } | { driver: Fleet['drivers'][number] | null }

/** Vehicles and drivers of the depot. */
export function FleetTab() {
  const { t } = useTranslation()
  const fleet = useRead('board', getFleet)
  const [open, setOpen] = useState<Open>()
  return (
    <Loaded query={fleet} skeleton={<SkeletonRows rows={16} widths={[10, 16, 14, 20]} />}>
      {data => (
        <>
          <div className="row part">
            <h2>{t('settings.drivers')}</h2>
            <span className="sp" />
            <button type="button" className="btn" onClick={() => setOpen({ driver: null })}>
              {t('settings.addDriver')}
            </button>
          </div>
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('settings.name')}</th>
                <th>{t('word.vehicle')}</th>
                <th>{t('settings.shift')}</th>
                <th>{t('word.zone')}</th>
                <th>{t('word.state')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.drivers.map(driver => (
                <tr key={driver.id} className={driver.isActive ? '' : 'gone'}>
                  <td>
                    <span className="row">
                      <DriverLetter letter={driver.letter} /> <b>{driver.name}</b>
                    </span>
                  </td>
                  <td>{data.vehicles.find(vehicle => vehicle.id === driver.vehicleId)?.plate}</td>
                  <td className="num">
                    {formatMinute(driver.shiftStartMinute)}–{formatMinute(driver.shiftEndMinute)}
                  </td>
                  <td>
                    {data.zones
                      .filter(zone => driver.zoneIds.includes(zone.id))
                      .map(zone => zone.name)
                      .join('、')}
                  </td>
                  <td>{t(driver.isActive ? 'settings.inUse' : 'settings.notInUse')}</td>
                  <td className="r">
                    <button type="button" className="btn xs" onClick={() => setOpen({ driver })}>
                      {t('word.edit')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="row part">
            <h2>{t('settings.vehicles')}</h2>
            <span className="sp" />
            <button type="button" className="btn" onClick={() => setOpen({ vehicle: null })}>
              {t('settings.addVehicle')}
            </button>
          </div>
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('settings.plate')}</th>
                <th>{t('settings.name')}</th>
                <th>{t('word.vehicle')}</th>
                <th className="r">kg</th>
                <th>{t('settings.slots')}</th>
                <th>{t('word.state')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.vehicles.map(vehicle => (
                <tr key={vehicle.id} className={vehicle.isActive ? '' : 'gone'}>
                  <td>
                    <b>{vehicle.plate}</b>
                  </td>
                  <td>{vehicle.name}</td>
                  <td>{t(`vehicle.${vehicle.kind}`)}</td>
                  <td className="r">{formatKg(vehicle.maxLoadGrams)}</td>
                  <td>{formatCounts(vehicle.slots)}</td>
                  <td>{t(vehicle.isActive ? 'settings.inUse' : 'settings.notInUse')}</td>
                  <td className="r">
                    <button type="button" className="btn xs" onClick={() => setOpen({ vehicle })}>
                      {t('word.edit')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {open !== undefined && 'vehicle' in open ? (
            <VehicleSheet fleet={data} vehicle={open.vehicle} onClose={() => setOpen(undefined)} />
          ) : null}
          {open !== undefined && 'driver' in open ? (
            <DriverSheet fleet={data} driver={open.driver} onClose={() => setOpen(undefined)} />
          ) : null}
        </>
      )}
    </Loaded>
  )
}
