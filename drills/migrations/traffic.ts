import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** What a client did, how long it waited for it and when. */
export interface Sample {
  kind: 'write' | 'read'
  endedAt: number
  ms: number
}

export interface Traffic {
  samples: Sample[]
  faults: string[]
  /** Deeds that were undone for a deadlock and went through when tried again, as the program does by itself. */
  retried: number
  /** Orders and deliveries that were acknowledged. */
  acknowledged: { orders: string[]; deliveries: string[] }
  /** Milliseconds in which some client was seen to wait for a lock since the last call. */
  takeLockWaitMs(): number
  stop(): Promise<void>
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** Between two deeds of one client. */
const thinkMs = 20
const lookMs = 50

type Work = (client: pg.Client, traffic: Traffic) => Promise<void>

/** A clerk takes an order and changes an older one. */
const takeOrder: Work = async (client, { acknowledged }) => {
  const id = randomUUID()
  await client.query('begin')
  await client.query(
    `insert into sales_order (id, site_id, depot_id, source, state, requested_on, created_at, updated_at)
     select $1, id, depot_id, 'phone', 'confirmed', '2026-11-23', now(), now() from site
     where id >= $2 order by id limit 1`,
    [id, randomUUID().replace(/^./, '0')],
  )
  await client.query(
    `insert into order_line (order_id, product_code, quantity, unit_price_ntd) values ($1, '20', 1, 720)`,
    [id],
  )
  await client.query('commit')
  await client.query(
    `update sales_order set note = note || '改', version = version + 1, updated_at = now()
     where id = (select id from sales_order where id >= $1 order by id limit 1)`,
    [randomUUID()],
  )
  acknowledged.orders.push(id)
}

/** A phone reports a delivery. */
const deliver: Work = async (client, { acknowledged }) => {
  const id = randomUUID()
  await client.query('begin')
  await client.query(
    `insert into driver_command (id, driver_id, device_id, device_sequence, kind, business_date, device_at, occurred_at, received_at, payload, outcome)
     select $1, id, $1, 1, 'deliver', '2026-11-22', now(), now(), now(), '{}', 'posted' from driver order by id limit 1`,
    [id],
  )
  await client.query(
    `insert into delivery (id, command_id, site_id, driver_id, business_date, outcome, occurred_at)
     select $1, $1, (select id from site where id >= $2 order by id limit 1), d.id, '2026-11-22', 'delivered', now()
     from driver d order by d.id limit 1`,
    [id, randomUUID().replace(/^./, '0')],
  )
  await client.query(
    `insert into delivery_line (delivery_id, product_code, full_out, empty_in, unit_price_ntd) values ($1, '20', 1, 1, 720)`,
    [id],
  )
  await client.query('commit')
  acknowledged.deliveries.push(id)
}

/** Somebody looks at the open orders of a site and at a customer. */
const look: Work = async client => {
  const from = randomUUID().replace(/^./, '0')
  await client.query(
    `select o.id, o.state from sales_order o where o.site_id = (select id from site where id >= $1 order by id limit 1)
     order by o.requested_on desc limit 20`,
    [from],
  )
  await client.query('select short_name from customer where id >= $1 order by id limit 20', [from])
}

const clients: readonly [Sample['kind'], Work][] = [
  ['write', takeOrder],
  ['write', takeOrder],
  ['write', takeOrder],
  ['write', deliver],
  ['write', deliver],
  ['read', look],
  ['read', look],
]

/** deadlock_detected, serialization_failure: the program's own writes try again after these (`isRetryable`). */
const again = new Set(['40P01', '40001'])

/**
 * Clerks, phones and readers who go on until they are stopped. What the program would try again is, within the time of
 * the same deed; any other failure is a fault.
 */
export function startTraffic(connectionString: string): Traffic {
  let isRunning = true
  let lockWaitMs = 0
  /** Answers whether it was undone and may be tried again. */
  const tryOnce = async (client: pg.Client, work: Work): Promise<boolean> => {
    try {
      await work(client, traffic)
      return false
    } catch (error) {
      await client.query('rollback')
      const { code = '', message } = error as { code?: string; message: string }
      if (again.has(code)) return true
      traffic.faults.push(`${work.name}: ${message}`)
      return false
    }
  }
  const act = async (kind: Sample['kind'], work: Work) => {
    const client = new pg.Client({ connectionString, application_name: 'drill-traffic' })
    await client.connect()
    while (isRunning) {
      const startedAt = performance.now()
      await tryOnce(client, work).then(async isAgain => {
        if (!isAgain) return
        traffic.retried += 1
        if (await tryOnce(client, work)) traffic.faults.push(`${work.name}: undone twice`)
      })
      const endedAt = performance.now()
      traffic.samples.push({ kind, endedAt, ms: endedAt - startedAt })
      await pause(thinkMs)
    }
    await client.end()
  }
  const watch = async () => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    while (isRunning) {
      const { rows } = await client.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where application_name = 'drill-traffic' and wait_event_type = 'Lock'`,
      )
      if ((rows[0]?.waiting ?? 0) > 0) lockWaitMs += lookMs
      await pause(lookMs)
    }
    await client.end()
  }
  const traffic: Traffic = {
    samples: [],
    faults: [],
    retried: 0,
    acknowledged: { orders: [], deliveries: [] },
    takeLockWaitMs: () => {
      const taken = lockWaitMs
      lockWaitMs = 0
      return taken
    },
    stop: async () => {
      isRunning = false
      await Promise.all(all)
    },
  }
  const all = [...clients.map(([kind, work]) => act(kind, work)), watch()]
  return traffic
}
