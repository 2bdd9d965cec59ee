import { getFleet } from '@luckygas/ui/api/routes/dispatch.ts'
import { useRead } from './queries.ts'
import { useMay, useMe } from './session.ts'

/** The depot whose day is shown; the company's name until it is known. */
export function DepotName() {
  const me = useMe()
  const fleet = useRead('board', getFleet, {}, { isEnabled: useMay('dispatch.read'), staleMs: 600_000 })
  const depot = fleet.data?.depots.find(each => each.id === me.depotId) ?? fleet.data?.depots[0]
  return <span className="depot">{depot?.name ?? me.company.name}</span>
}
