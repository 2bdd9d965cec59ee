import type { EndpointAnswer, EndpointInput } from '../../../contract/endpoint.ts'
import {
  checkPlate,
  findPlate,
  listInspections,
  registerCylinder as registerEndpoint,
} from '../../../contract/endpoints/cylinder-plates.ts'
import {
  countCylinders as countEndpoint,
  cylinderBalances,
  cylinderMovements,
  receiveCylinders as receiveEndpoint,
} from '../../../contract/endpoints/deliveries.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { countCylinders } from './count-cylinders.action.ts'
import type { HolderKind } from './cylinders.rules.ts'
import { type AccountRow, readEntries, readHoldings } from './cylinders.store.ts'
import { listAccounts, listMovements, readAccountsById, readTotals } from './cylinders-lists.store.ts'
import type { HolderNames } from './holder-names.ts'
import { receiveCylinders } from './receive-cylinders.action.ts'
import { registerCylinder } from './register-cylinder.action.ts'
import { checkPlateNow, showInspections } from './show-inspections.ts'

export function cylinderRoutes(deps: { names: HolderNames }): Route[] {
  return [
    readRoute(cylinderBalances, ({ db }, { query }) => answerBalances(deps.names, db, query)),
    readRoute(cylinderMovements, ({ db }, { query }) => answerMovements(deps.names, db, query)),
    writeRoute(countEndpoint, (context, { body }) => countCylinders(deps, context, body)),
    writeRoute(receiveEndpoint, (context, { body }) => receiveCylinders(deps, context, body)),
    writeRoute(registerEndpoint, (context, { body }) => registerCylinder(context, body)),
    readRoute(listInspections, ({ db, actor, today }, { query }) =>
      showInspections(deps, db, { days: query.days, depotId: actor.depotId, today }),
    ),
    ...[checkPlate, findPlate].map(endpoint =>
      readRoute(endpoint, ({ db, today }, { query }) =>
        checkPlateNow(db, { ...query, dueDate: query.dueDate ?? null, today }),
      ),
    ),
  ]
}

async function answerBalances(
  names: HolderNames,
  db: Reader,
  query: { kind?: HolderKind | undefined; cursor?: string | undefined; limit: number },
): Promise<EndpointAnswer<typeof cylinderBalances>> {
  const match = /^(\d)\.([0-9a-f-]{36})$/.exec(query.cursor ?? '')
  const after = match ? { rank: Number(match[1]), id: match[2] ?? '' } : undefined
  const accounts = await listAccounts(db, { kind: query.kind, after, limit: query.limit })
  const holdings = await readHoldings(
    db,
    accounts.map(account => account.id),
  )
  const nameOf = await readNames(names, db, accounts)
  const last = accounts.length === query.limit ? accounts.at(-1) : undefined
  return {
    holders: accounts.map(account => ({
      accountId: account.id,
      kind: account.kind,
      holderId: account.holderId,
      name: nameOf(account),
      balances: [...(holdings.get(account.id) ?? [])].map(([cylinderType, held]) => ({
        cylinderType,
        ...held,
      })),
    })),
    totals: await readTotals(db, query.kind),
    nextCursor: last ? `${last.rank}.${last.id}` : null,
  }
}

async function answerMovements(
  names: HolderNames,
  db: Reader,
  query: EndpointInput<typeof cylinderMovements>['query'],
): Promise<EndpointAnswer<typeof cylinderMovements>> {
  const movements = await listMovements(db, {
    accountId: query.accountId,
    kind: query.kind,
    cylinderType: query.cylinderType,
    before: /^[0-9a-f-]{36}$/.test(query.cursor ?? '') ? query.cursor : undefined,
    limit: query.limit,
  })
  const entries = await readEntries(
    db,
    movements.map(movement => movement.id),
  )
  const accounts = await readAccountsById(db, [...new Set(entries.map(entry => entry.accountId))])
  const nameOf = await readNames(names, db, accounts)
  const accountById = new Map(accounts.map(account => [account.id, account]))
  const byMovement = Map.groupBy(entries, entry => entry.movementId)
  const last = movements.length === query.limit ? movements.at(-1) : undefined
  return {
    movements: movements.map(movement => ({
      ...movement,
      occurredAt: movement.occurredAt.toISOString(),
      recordedAt: movement.recordedAt.toISOString(),
      entries: (byMovement.get(movement.id) ?? []).map(entry => {
        const account = accountById.get(entry.accountId)
        const { cylinderType, condition, quantity } = entry
        return { holder: account ? nameOf(account) : '', cylinderType, condition, quantity }
      }),
    })),
    nextCursor: last?.id ?? null,
  }
}

/** A holder's own name, or its kind where there is only one of it (the screen has the word for `plant` or `lost`). */
async function readNames(
  names: HolderNames,
  db: Reader,
  accounts: readonly AccountRow[],
): Promise<(account: AccountRow) => string> {
  const found = new Map<string, string>()
  for (const kind of ['depot', 'truck', 'site'] as const) {
    const ids = accounts.flatMap(account =>
      account.kind === kind && account.holderId ? [account.holderId] : [],
    )
    for (let from = 0; from < ids.length; from += 500) {
      const named = await names.readHolders(db, kind, ids.slice(from, from + 500))
      for (const [id, { name }] of named) found.set(id, name)
    }
  }
  return account => (account.holderId ? found.get(account.holderId) : undefined) ?? account.kind
}
