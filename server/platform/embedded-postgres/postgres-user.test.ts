import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ordinaryUsers, postgresUserFor } from './postgres-user.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-users-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function passwd(...lines: string[]): string {
  const file = join(folder, 'passwd')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const root = 'root:x:0:0:root:/root:/bin/bash'
const nobody = 'nobody:x:65534:65534::/:/bin/false'
const noCluster = join(folder, 'postgres')

test('[P1] root is never one of the users PostgreSQL may run as', () => {
  expect([...ordinaryUsers(passwd(root, nobody)).keys()]).toEqual(['nobody'])
})

test('[P1] as root PostgreSQL runs as postgres, else nobody, else anybody, and an ordinary user as himself', () => {
  const chosen = (...lines: string[]) => postgresUserFor(noCluster, passwd(root, ...lines))?.uid
  const found = [
    chosen(nobody, 'postgres:x:101:104::/:/bin/sh'),
    chosen(nobody, 'app:x:1000:1000::/:/bin/sh'),
    chosen('app:x:1000:1000::/:/bin/sh'),
  ]
  expect(found).toEqual(process.getuid?.() === 0 ? [101, 65_534, 1000] : [undefined, undefined, undefined])
})
