import { readSites } from '../capabilities/customers/customers.api.ts'
import type { HolderNames } from '../capabilities/cylinders/cylinders.api.ts'
import { readDepots, readVehicles } from '../capabilities/dispatch/dispatch.api.ts'

/** Names of those who hold cylinders: a depot's name, a vehicle's plate, a site's short name. */
export const holderNames: HolderNames = {
  readHolders: async (db, kind, ids) => {
    if (kind === 'site') {
      const sites = await readSites(db, [...ids])
      return new Map([...sites].map(([id, site]) => [id, { name: site.shortName, depotId: site.depotId }]))
    }
    const wanted = new Set(ids)
    const holders =
      kind === 'depot'
        ? (await readDepots(db)).map(depot => ({ id: depot.id, name: depot.name, depotId: depot.id }))
        : (await readVehicles(db)).map(vehicle => ({
            id: vehicle.id,
            name: vehicle.plate,
            depotId: vehicle.depotId,
          }))
    return new Map(
      holders.filter(holder => wanted.has(holder.id)).map(({ id, name, depotId }) => [id, { name, depotId }]),
    )
  },
}
