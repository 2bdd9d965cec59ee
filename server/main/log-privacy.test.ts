import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeLogger, redactedFields } from '../platform/telemetry/logger.ts'
import { get, send } from '../testkit/test-app.ts'
import { openTestDoor } from '../testkit/test-door.ts'

/** A person who does not exist, easily found in any text. */
const person = {
  name: '歐陽測試芬',
  phone: '0900-000-987',
  address: '台東縣台東市測謊路987巷65號',
  login: 'ouyang-test-fen',
  password: 'Ouyang-secret-9876',
  latitude: 22.987654,
  longitude: 121.123456,
}
const marks = ['歐陽', '測謊路', '0900000987', '0900-000-987', 'ouyang', 'Ouyang', '22.98765', '121.12345']

test('[F3][S9] no line of the log carries anybody’s name, phone, address, words, place or secret', async () => {
  const { app, log, system, signIn, depotId } = await openTestDoor()
  const [admin, office, driver] = [
    await signIn('super_admin'),
    await signIn('office'),
    await signIn('driver'),
  ]
  const statuses: number[] = []
  const ask = async (answer: Promise<{ statusCode: number }>) => statuses.push((await answer).statusCode)

  const customer = () => ({
    id: randomUUID(),
    siteId: randomUUID(),
    kind: 'household',
    shortName: person.name,
    phone: person.phone,
    address: person.address,
  })
  await ask(send(app, 'POST', '/api/customers', office, customer()))
  await ask(send(app, 'POST', '/api/customers', office, { ...customer(), shortName: [person.name] }))
  await ask(get(app, `/api/customers?q=${encodeURIComponent(person.name)}`, office))
  await ask(get(app, `/api/customers?limit=${encodeURIComponent(person.name)}`, office))
  await ask(get(app, `/api/${encodeURIComponent(person.name)}?phone=${person.phone}`, office))
  const user = {
    id: randomUUID(),
    login: person.login,
    name: person.name,
    role: 'office',
    depotId,
    password: person.password,
  }
  await ask(send(app, 'POST', '/api/users', admin, user))
  await ask(send(app, 'POST', '/api/users', admin, { ...user, id: randomUUID() }))
  for (const password of [person.password, 'Ouyang-wrong'])
    await ask(
      app.inject({ method: 'POST', url: '/api/auth/login', payload: { login: person.login, password } }),
    )
  await ask(
    app.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: { 'content-type': 'application/json' },
      payload: `{"login": "${person.login}" ${person.name}`,
    }),
  )
  const fix = { deviceAt: new Date().toISOString(), latitude: person.latitude, longitude: person.longitude }
  await ask(send(app, 'POST', '/api/driver/positions', driver, { runId: null, fixes: [fix] }))
  const file = {
    id: randomUUID(),
    purpose: 'photo',
    contentType: 'image/jpeg',
    sizeBytes: 3,
    sha256: createHash('sha256').update('x').digest('hex'),
    fileName: `${person.name}.jpg`,
  }
  await ask(send(app, 'POST', '/api/files', driver, file))

  // A defect whose own words quote a row: the database refuses a value and names it.
  await sql`alter table customer add constraint no_more check (short_name = '') not valid`.execute(system.db)
  await ask(send(app, 'POST', '/api/customers', office, customer()))
  expect(statuses.at(-1)).toBe(500)
  system.logger.error(
    { err: new Error(`cannot read "${person.name}" of ${person.phone} at\n${person.address}`) },
    'planted',
  )
  system.logger.warn(
    { err: Object.assign(new Error(person.name), { code: '23505', detail: person.phone }) },
    'planted',
  )

  expect(statuses).toEqual([200, 400, 200, 400, 404, 200, 409, 200, 401, 400, 200, 200, 500])
  expect(log.length).toBeGreaterThan(statuses.length)
  expect(log.filter(line => line.includes('planted') || line.includes('23514'))).toHaveLength(3)
  const secrets = [...marks, admin, office, driver]
  expect(log.filter(line => secrets.some(secret => line.includes(secret)))).toEqual([])
})

test('[F3] fields that may carry personal data are struck out at every depth we use', () => {
  const lines: string[] = []
  const logger = makeLogger('info', {
    write: (line: string) => lines.push(line),
  } as unknown as NodeJS.WritableStream)
  const secret = 'ouyang'
  for (const field of redactedFields)
    logger.info(
      { [field]: secret, a: { [field]: secret, b: { [field]: secret, c: { [field]: secret } } } },
      'x',
    )
  expect(lines).toHaveLength(redactedFields.length)
  for (const line of lines) expect(line).not.toContain(secret)
})
