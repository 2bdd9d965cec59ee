import pg from 'pg'
import { findAltered } from './goods.ts'
import { type AskedImport, customerCodeOf } from './importer.ts'
import type { Deed, Ledger, Operation } from './ledger.ts'

/** How often the database has each effect of a deed. */
interface Trace {
  deeds: readonly Deed[]
  /** Selects `effect` and `times`, one row each. */
  query: string
}

const traces: readonly Trace[] = [
  {
    deeds: ['order'],
    // One without goods is no order.
    query: `select o.id::text as effect, case when exists (select from order_line l where l.order_id = o.id)
      then 1 else 0 end as times from sales_order o where o.split_from is null`,
  },
  {
    deeds: ['order-change'],
    query: `select reason as effect, count(*)::int as times from order_change where reason like '變更 %' group by reason`,
  },
  {
    deeds: ['driver-fact'],
    query: `select c.id::text as effect, 1 as times from driver_command c`,
  },
  {
    deeds: ['photo'],
    query: `select id::text as effect, 1 as times from file_object where completed_at is not null`,
  },
  {
    deeds: ['import'],
    // One that failed has no effect.
    query: `select id::text as effect, case status when 'failed' then 0 else 1 end as times from import_run`,
  },
]

export interface Verdict {
  /** By deed: acknowledged, refused, and still in doubt when everybody went home. */
  told: Record<string, { acknowledged: number; refused: number; doubtful: number; retried: number }>
  /** Acknowledged and not there. */
  lost: string[]
  /** There more often than once. */
  doubled: string[]
  /** There though nobody sent it, or though it was refused. */
  foreign: string[]
  /** In doubt and there in part, or there with other goods than were sent. */
  torn: string[]
}

const name = ({ deed, effect }: Operation) => `${deed} ${effect}`

/** Holds what everybody was told against what the database has. */
export async function judge(
  connectionString: string,
  ledger: Ledger,
  imports: readonly AskedImport[],
): Promise<Verdict> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const verdict: Verdict = { told: tell(ledger), lost: [], doubled: [], foreign: [], torn: [] }
  try {
    const { rows } = await client.query<{ key: string }>(
      `select key::text from idempotency_key where answer is not null`,
    )
    const keys = new Set(rows.map(({ key }) => key))
    judgeKeys(ledger, keys, verdict)
    for (const trace of traces) {
      const found = await client.query<{ effect: string; times: number }>(trace.query)
      judgeTrace(trace, ledger, keys, new Map(found.rows.map(row => [row.effect, row.times])), verdict)
    }
    verdict.torn.push(...(await findAltered(client, ledger, keys)))
    await judgeSteps(client, ledger, keys, verdict)
    await judgeDeliveries(client, ledger, verdict)
    await judgeImports(client, imports, verdict)
    return verdict
  } finally {
    await client.end()
  }
}

function tell({ operations }: Ledger): Verdict['told'] {
  const told: Verdict['told'] = {}
  for (const { deed, outcome, tries } of operations) {
    told[deed] ??= { acknowledged: 0, refused: 0, doubtful: 0, retried: 0 }
    const tally = told[deed]
    tally[outcome] += 1
    if (outcome === 'acknowledged' && tries > 1) tally.retried += 1
  }
  return told
}

/** The key is kept in the transaction of its effect: it says whether that was done. A photo's bytes come without one. */
function judgeKeys({ operations }: Ledger, keys: ReadonlySet<string>, verdict: Verdict): void {
  for (const operation of operations) {
    if (operation.deed === 'photo') continue
    const isKept = keys.has(operation.key)
    if (operation.outcome === 'acknowledged' && !isKept) verdict.lost.push(`key of ${name(operation)}`)
    if (operation.outcome === 'refused' && isKept) verdict.foreign.push(`refused ${name(operation)}`)
  }
}

function judgeTrace(
  { deeds }: Trace,
  { operations }: Ledger,
  keys: ReadonlySet<string>,
  found: ReadonlyMap<string, number>,
  verdict: Verdict,
): void {
  const sent = new Map<string, Operation>()
  for (const operation of operations)
    if (deeds.includes(operation.deed)) sent.set(operation.effect, operation)
  for (const operation of sent.values()) {
    const times = found.get(operation.effect) ?? 0
    if (operation.outcome === 'acknowledged' && times === 0) verdict.lost.push(name(operation))
    if (times > 1) verdict.doubled.push(`${name(operation)} ×${times}`)
    if (operation.outcome === 'refused' && times > 0) verdict.foreign.push(`refused ${name(operation)}`)
    const isTorn =
      operation.outcome === 'doubtful' && operation.deed !== 'photo' && keys.has(operation.key) !== times > 0
    if (isTorn) verdict.torn.push(name(operation))
  }
  for (const effect of found.keys()) if (!sent.has(effect)) verdict.foreign.push(`${deeds.join()} ${effect}`)
}

/** The board's own trail has one step for each move and each publication that was done, and none more. */
async function judgeSteps(
  client: pg.Client,
  { operations }: Ledger,
  keys: ReadonlySet<string>,
  verdict: Verdict,
): Promise<void> {
  const kinds = [
    ['move', 'board-move'],
    ['publish', 'publish'],
  ] as const
  for (const [kind, deed] of kinds) {
    const { rows } = await client.query<{ steps: number }>(
      'select count(*)::int as steps from plan_step where kind = $1',
      [kind],
    )
    const done = operations.filter(each => each.deed === deed && keys.has(each.key)).length
    const steps = rows[0]?.steps ?? 0
    if (steps < done) verdict.lost.push(`${done - steps} steps of ${deed}`)
    if (steps > done) verdict.doubled.push(`${steps - done} steps of ${deed}`)
  }
}

/** Each delivery that a driver was told is posted is there once, by that fact, with a movement in the ledgers. */
async function judgeDeliveries(client: pg.Client, { operations }: Ledger, verdict: Verdict): Promise<void> {
  const { rows } = await client.query<{ id: string; command: string }>(
    'select id::text, command_id::text as command from delivery',
  )
  const commandOf = new Map(rows.map(({ id, command }) => [id, command]))
  for (const { deliveryId, outcome, effect } of operations) {
    if (deliveryId === undefined) continue
    const command = commandOf.get(deliveryId)
    if (outcome === 'acknowledged' && command !== effect) verdict.lost.push(`delivery ${deliveryId}`)
    if (outcome === 'refused' && command !== undefined) verdict.foreign.push(`delivery ${deliveryId}`)
    commandOf.delete(deliveryId)
  }
  for (const id of commandOf.keys()) verdict.foreign.push(`delivery ${id}`)
}

/** Every customer of the largest workbook that was worked off is there, once. */
async function judgeImports(
  client: pg.Client,
  imports: readonly AskedImport[],
  verdict: Verdict,
): Promise<void> {
  const wanted = Math.max(
    0,
    ...imports.map(({ operation, customers }) => (operation.outcome === 'acknowledged' ? customers : 0)),
  )
  const most = Math.max(0, ...imports.map(({ customers }) => customers))
  const { rows } = await client.query<{ code: string; times: number }>(
    'select code, count(*)::int as times from customer group by code',
  )
  const timesOf = new Map(rows.map(({ code, times }) => [code, times]))
  for (let index = 0; index < most; index += 1) {
    const code = customerCodeOf(index)
    const times = timesOf.get(code) ?? 0
    if (times === 0 && index < wanted) verdict.lost.push(`imported customer ${code}`)
    if (times > 1) verdict.doubled.push(`imported customer ${code}`)
  }
}
