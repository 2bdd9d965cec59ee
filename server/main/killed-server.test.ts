import { execFile } from 'node:child_process'
import { createHash, randomInt, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { demoLegacyFiles } from '../../tools/demo-company/demo-legacy-files.ts'
import { apiAs, openStage, projectRoot, type Stage } from '../testkit/stage.ts'

const run = promisify(execFile)
const rounds = 3
const commandsPerRound = 70

type Api = Awaited<ReturnType<typeof apiAs>>

/** `npx luckygas …` on the stage's data folder, beside the running server. */
async function luckygas(stage: Stage, args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [join(projectRoot, 'bin/luckygas.mjs'), ...args, '--json'], {
    env: { ...process.env, LUCKYGAS_DATA: stage.dataFolder },
    maxBuffer: 64e6,
  })
  return JSON.parse(stdout) as Record<string, unknown>
}

/** Sends until somebody answers; a killed server answers nothing, and the same key makes sending again safe. */
async function answered(send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      if (attempt === 40) throw error
      await new Promise(resolve => setTimeout(resolve, 250))
    }
  }
}

async function uploadHistory(api: Api, stage: Stage, token: string, bytes: Buffer): Promise<string> {
  const id = randomUUID()
  const declared = await api('POST', '/api/files', {
    id,
    purpose: 'import',
    contentType: 'text/csv',
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    fileName: 'history.csv',
  })
  expect(declared.status).toBe(200)
  const sent = await fetch(`${stage.origin}/api/files/${id}/content?offset=0`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
  expect(await sent.json()).toMatchObject({ isComplete: true })
  return id
}

async function tokenOf(stage: Stage, role: string): Promise<string> {
  const { login, password } = stage.loginOf(role)
  const answer = await fetch(`${stage.origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  return ((await answer.json()) as { accessToken: string }).accessToken
}

test('[C3][S36] kill -9 during 210 commands and an import loses, doubles and halves nothing that was acknowledged', {
  timeout: 240_000,
}, async () => {
  const stage = await openStage({ isDemo: false })
  onTestFinished(() => stage.dispose())
  const files = demoLegacyFiles({ seed: 5, customers: 40, from: '2023-01-01', until: '2026-11-20' })
  const workbook = join(stage.dataFolder, 'customers.xlsx')
  writeFileSync(workbook, files.workbook)
  expect(await luckygas(stage, ['import', 'customers', workbook])).toMatchObject({ rows: 40, accepted: 40 })

  let office = await apiAs(stage, stage.loginOf('office'))
  const manager = await apiAs(stage, stage.loginOf('manager'))
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  await manager('PUT', '/api/products/20/price', {
    effectiveFrom: today,
    unitPriceNtd: '860',
    unit: 'cylinder',
    depositNtd: '1500',
  })
  const { customers } = (await (await office('GET', '/api/customers?limit=40')).json()) as {
    customers: { siteId: string; isTerminated: boolean }[]
  }
  const sites = customers.filter(customer => !customer.isTerminated).map(customer => customer.siteId)
  const token = await tokenOf(stage, 'office')
  const historyId = await uploadHistory(office, stage, token, files.history)
  const importId = randomUUID()

  const orders = new Map<string, { siteId: string; quantity: number }>()
  const acknowledged = new Set<string>()
  const place = (api: Api, id: string, order: { siteId: string; quantity: number }) =>
    api(
      'POST',
      '/api/orders',
      {
        id,
        siteId: order.siteId,
        requestedOn: today,
        isDuplicateAccepted: true,
        lines: [{ product: '20', quantity: order.quantity }],
      },
      id,
    )

  for (let round = 0; round < rounds; round += 1) {
    const batch = Array.from({ length: commandsPerRound }, (_item, index) => ({
      id: randomUUID(),
      siteId: sites[(round + index) % sites.length] ?? '',
      quantity: 1 + (index % 4),
    }))
    for (const { id, siteId, quantity } of batch) orders.set(id, { siteId, quantity })
    const sending = batch.map(async order => {
      const answer = await place(office, order.id, order)
      if (answer.ok) acknowledged.add(order.id)
    })
    if (round === 0)
      sending.push(
        office(
          'POST',
          '/api/imports',
          { id: importId, kind: 'history', fileId: historyId, isDryRun: false },
          importId,
        ).then(() => undefined),
      )
    const killing = new Promise(resolve => setTimeout(resolve, randomInt(40, 700))).then(() => stage.kill())
    await Promise.allSettled(sending)
    await killing
    await stage.restart()
    office = await apiAs(stage, stage.loginOf('office'))
  }

  // Whoever was not answered sends again with the same key; whoever was, too, as a phone with a lost answer would.
  await answered(() =>
    office(
      'POST',
      '/api/imports',
      { id: importId, kind: 'history', fileId: historyId, isDryRun: false },
      importId,
    ),
  )
  for (const [id, order] of orders) {
    const answer = await answered(() => place(office, id, order))
    expect(answer.status, `order ${id} after a restart`).toBe(200)
    expect(await answer.json()).toMatchObject({
      id,
      state: 'confirmed',
      lines: [{ product: '20', quantity: order.quantity }],
    })
  }
  const stored: { id: string; lines: { quantity: number }[]; changes: unknown[] }[] = []
  for (let cursor = ''; ; ) {
    const page = (await (
      await office(
        'GET',
        `/api/orders?date=${today}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
    ).json()) as { orders: typeof stored; nextCursor: string | null }
    stored.push(...page.orders)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(stored.map(order => order.id).sort()).toEqual([...orders.keys()].sort())
  for (const id of acknowledged)
    expect(
      stored.filter(order => order.id === id),
      `acknowledged ${id}`,
    ).toHaveLength(1)
  for (const order of stored) {
    expect(order.lines.map(line => line.quantity)).toEqual([orders.get(order.id)?.quantity])
    expect(order.changes).toHaveLength(1)
  }
  await expect
    .poll(
      async () =>
        ((await (await office('GET', `/api/imports/${importId}`)).json()) as { status: string }).status,
      { timeout: 60_000, interval: 500 },
    )
    .toBe('done')
  const again = await luckygas(stage, ['import', 'history', await historyFile(stage, files.history)])
  expect(again).toMatchObject({ rows: files.visits, changes: { create: 0, same: files.visits } })
  expect(await luckygas(stage, ['integrity'])).toMatchObject({ isClean: true })
})

async function historyFile(stage: Stage, bytes: Buffer): Promise<string> {
  const path = join(stage.dataFolder, 'history.csv')
  writeFileSync(path, bytes)
  return path
}
