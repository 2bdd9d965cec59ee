import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { checkPlate, listInspections } from '../../../contract/endpoints/cylinder-plates.ts'
import { plateFault, plateNumber } from '../../../contract/kernel/cylinder-plate.ts'
import { addDays, type BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readParameters } from '../admin/admin.api.ts'
import type { HolderNames } from './holder-names.ts'
import { mergePlate } from './plate.rules.ts'
import { findCylinder, listDue } from './plate.store.ts'

/** More than anybody sends at once; what is beyond is said to be. */
const listedAtOnce = 1_000

/** 送驗清單: what must go to inspection within some days, by holder; those past their day or their life among them. */
export async function showInspections(
  deps: { names: HolderNames },
  db: Reader,
  of: { days: number | undefined; depotId: string | null; today: BusinessDate },
): Promise<EndpointAnswer<typeof listInspections>> {
  const name = 'cylinder.send-within-days'
  const days = of.days ?? (await readParameters(db, [name], of.today))[name]
  const rows = await listDue(db, {
    until: addDays(of.today, days),
    depotId: of.depotId,
    limit: listedAtOnce + 1,
  })
  const shown = rows.slice(0, listedAtOnce)
  const names = new Map<string, string>()
  for (const kind of ['depot', 'truck', 'site'] as const) {
    const ids = [...new Set(shown.filter(row => row.holderKind === kind).map(row => row.holderId))]
    for (let from = 0; from < ids.length; from += 500)
      for (const [id, holder] of await deps.names.readHolders(db, kind, ids.slice(from, from + 500)))
        names.set(id, holder.name)
  }
  return {
    days,
    isCut: rows.length > listedAtOnce,
    cylinders: shown.map(row => ({
      id: row.id,
      cylinderType: row.cylinderType,
      mark: row.mark ?? '',
      serial: row.serial ?? '',
      brand: row.brand,
      dueDate: row.dueDate,
      lifeEnd: row.lifeEnd,
      fault: plateFault(row, of.today),
      holderKind: row.holderKind,
      holderName: names.get(row.holderId) ?? row.holderKind,
    })),
  }
}

/** What a driver's phone asks at the depot before a cylinder goes aboard. */
export async function checkPlateNow(
  db: Reader,
  read: { mark: string; serial: string; dueDate: BusinessDate | null; today: BusinessDate },
): Promise<EndpointAnswer<typeof checkPlate>> {
  const [mark, serial] = [plateNumber(read.mark), plateNumber(read.serial)]
  const known = await findCylinder(db, { mark, serial })
  const plate = known ? mergePlate(known, { mark, serial, dueDate: read.dueDate }) : read
  const lifeEnd = known?.lifeEnd ?? null
  return {
    isKnown: known !== undefined,
    cylinderType: known?.cylinderType ?? null,
    dueDate: plate.dueDate,
    lifeEnd,
    fault: plateFault({ dueDate: plate.dueDate, lifeEnd }, read.today) ?? plateFault(read, read.today),
  }
}
