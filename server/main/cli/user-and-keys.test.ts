import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiAs, type Login, openStage, projectRoot, type Stage } from '../../testkit/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ isDemo: false })
}, 120_000)
afterAll(() => stage?.dispose())

/** A command of the operator beside the running server. */
async function luckygas(...argv: string[]) {
  const env = { ...process.env, LUCKYGAS_DATA: stage.dataFolder }
  const child = spawn(process.execPath, [join(projectRoot, 'bin/luckygas.mjs'), ...argv, '--json'], {
    env,
    stdio: 'pipe',
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exit: child.exitCode, json: JSON.parse(stdout), everything: stdout + stderr }
}

async function me(accessToken: string): Promise<number> {
  return (await fetch(`${stage.origin}/api/me`, { headers: { authorization: `Bearer ${accessToken}` } }))
    .status
}

async function logIn({
  login,
  password,
}: Login): Promise<{ status: number; accessToken: string; kid: string }> {
  const answer = await fetch(`${stage.origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  const { accessToken = '' } = (await answer.json()) as { accessToken?: string }
  const head = Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString()
  return { status: answer.status, accessToken, kid: head ? JSON.parse(head).kid : '' }
}

const passwordIn = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as Login[])[0] as Login

test('[N1][S6] an operator adds, lists, resets and disables users beside the running server', async () => {
  const added = await luckygas('user', 'add', 'lin', '--role', 'office', '--name', '林小姐')
  expect(added).toMatchObject({ exit: 0, json: { login: 'lin', role: 'office' } })
  const first = passwordIn(added.json.passwordFile)
  expect(statSync(added.json.passwordFile).mode & 0o777).toBe(0o600)
  expect(added.everything).not.toContain(first.password)
  const session = await logIn(first)
  expect(session.status).toBe(200)
  expect((await luckygas('user', 'list')).json).toContainEqual({
    login: 'lin',
    name: '林小姐',
    role: 'office',
    status: 'active',
    mustChangePassword: true,
    isLocked: false,
  })

  const reset = await luckygas('user', 'password', 'LIN')
  expect(await me(session.accessToken)).toBe(401)
  expect((await logIn(first)).status).toBe(401)
  const again = await logIn(passwordIn(reset.json.passwordFile))
  expect(await me(again.accessToken)).toBe(200)
  expect((await luckygas('user', 'disable', 'lin')).json).toMatchObject({ status: 'disabled' })
  expect(await me(again.accessToken)).toBe(401)

  const manager = await apiAs(stage, stage.loginOf('manager'))
  const { entries } = (await (
    await manager('GET', `/api/audit?entity=user&entityId=${added.json.id}`)
  ).json()) as {
    entries: { action: string; actorRole: string }[]
  }
  expect(entries.map(entry => entry.action)).toEqual([
    'identity.update-user',
    'identity.reset-password',
    'identity.create-user',
  ])
})

test('[N1] what cannot be is refused with its reason and leaves no file', async () => {
  expect(await luckygas('user', 'add', 'x', '--role', 'boss')).toMatchObject({ exit: 2 })
  expect(await luckygas('user', 'add')).toMatchObject({ exit: 2 })
  expect(await luckygas('user', 'add', 'admin', '--role', 'office')).toMatchObject({
    exit: 1,
    json: { error: { code: 'identity.login-taken' } },
  })
  expect((await luckygas('user', 'password', 'nobody')).json.error.message).toContain('nobody')
  expect((await luckygas('user', 'disable', 'admin')).json.error.code).toBe('identity.last-super-admin')
})

test('[S6] keys rotate under load: the new key signs within seconds, old tokens stay good, no request fails', async () => {
  const before = await logIn(stage.loginOf('office'))
  const statuses: number[] = []
  let isLoading = true
  const load = Array.from({ length: 4 }, async () => {
    while (isLoading) {
      statuses.push(await me(before.accessToken))
      await sleep(5)
    }
  })
  const rotated = await luckygas('keys', 'rotate')
  expect(rotated).toMatchObject({ exit: 0, json: { before: before.kid } })
  expect(rotated.json.signing).not.toBe(before.kid)
  await expect
    .poll(async () => (await logIn(stage.loginOf('office'))).kid, { timeout: 6_000, interval: 500 })
    .toBe(rotated.json.signing)
  isLoading = false
  await Promise.all(load)
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(statuses.length).toBeGreaterThan(50)
  expect(await me((await logIn(stage.loginOf('manager'))).accessToken)).toBe(200)
})

test('[S6] a server that is given a well-known secret does not start', async () => {
  const env = {
    ...process.env,
    LUCKYGAS_DATA: join(stage.dataFolder, 'other'),
    PORT: '0',
    DATABASE_URL: 'postgresql://gas:postgres@127.0.0.1/gas',
  }
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--no-maglev', join(projectRoot, 'server/main/start.ts')],
    { env, stdio: 'pipe' },
  )
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(child.exitCode).toBe(1)
  expect(stderr).toContain('DATABASE_URL has no password or a well-known one')
  expect(stderr).not.toContain('postgres@')
})
