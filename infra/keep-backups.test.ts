import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const script = join(import.meta.dirname, 'engines/keep-backups.sh')
/** Noon of a made-up day, in seconds of Unix. */
const now = Date.UTC(2026, 10, 23, 12) / 1_000

const dayAgo = (days: number) =>
  new Date((now - days * 86_400) * 1_000).toISOString().slice(0, 10).replaceAll('-', '')
/** Backups as `pgbackrest info` tells of them, the newest last. */
const full = (days: number) => `        full backup: ${dayAgo(days)}-021500F`
const diff = (base: number, days: number) =>
  `        diff backup: ${dayAgo(base)}-021500F_${dayAgo(days)}-021500D`

interface Node {
  /** What the repository holds. */
  info: string[]
  /** Whether this node leads, round by round; the last holds on. */
  leads: boolean[]
  rounds?: number
  doesBackupFail?: boolean
  args?: string[]
}

/**
 * Runs the script with programs of the test's own in the place of pgbackrest, curl, sleep and the clock: a minute takes
 * no time, and after so many the program that it became ends with 7. Answers what pgbackrest was asked to do.
 */
function keep({ info, leads, rounds = 1, doesBackupFail = false, args }: Node) {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-keep-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(folder, 'info'), `stanza: luckygas\n    status: ok\n${info.join('\n')}\n`)
  const program = (name: string, ...lines: string[]) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 })
  program(
    'pgbackrest',
    `if [ "$1" = info ]; then cat ${folder}/info; exit; fi`,
    `echo "$@" >> ${folder}/asked`,
    doesBackupFail ? 'case "$*" in *backup) exit 1;; esac' : '',
  )
  const answers = leads.map((isLeader, at) => `${at + 1}) exit ${isLeader ? 0 : 22};;`)
  program(
    'curl',
    `echo "$@" >> ${folder}/looked`,
    `case $(wc -l < ${folder}/looked) in ${answers.join(' ')} esac`,
    `exit ${leads.at(-1) ? 0 : 22}`,
  )
  program(
    'sleep',
    `echo minute >> ${folder}/slept`,
    `[ $(wc -l < ${folder}/slept) -le ${rounds} ] || { touch ${folder}/over; exit 1; }`,
  )
  program('date', `if [ "$*" = +%s ]; then echo ${now}; else exec /bin/date "$@"; fi`)
  const untilOver = `while [ ! -e ${folder}/over ]; do /bin/sleep 0.02; done; exit 7`
  const { status, stderr } = spawnSync('sh', [script, ...(args ?? ['sh', '-c', untilOver])], {
    encoding: 'utf8',
    timeout: 20_000,
    env: {
      TZ: 'UTC',
      PATH: `${bin}:${process.env.PATH}`,
      PGBACKREST_CONFIG: join(folder, 'pgbackrest.conf'),
      NODE_FOLDER: folder,
      NODE_ADDRESS: 'database1',
      REST_PORT: '8008',
    },
  })
  const linesOf = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n') : []
  const asked = linesOf('asked')
  return {
    status,
    stderr,
    backups: asked.filter(line => line.endsWith(' backup')).map(line => /--type=(\w+)/.exec(line)?.[1]),
    asked,
    looked: linesOf('looked'),
  }
}

test('[S24] a leader backs up what is due: all of it in an empty repository and each week, what changed each night', () => {
  expect(keep({ leads: [true], info: [] }).backups).toEqual(['full'])
  expect(keep({ leads: [true], info: [full(0)] }).backups).toEqual([])
  expect(keep({ leads: [true], info: [full(1)] }).backups).toEqual(['diff'])
  expect(keep({ leads: [true], info: [full(3), diff(3, 2), diff(3, 0)] }).backups).toEqual([])
  expect(keep({ leads: [true], info: [full(3), diff(3, 2), diff(3, 1)] }).backups).toEqual(['diff'])
  expect(keep({ leads: [true], info: [full(7), diff(7, 0)] }).backups).toEqual(['full'])
  expect(keep({ leads: [true], info: [full(14), diff(14, 8), full(7), diff(7, 1)] }).backups).toEqual([
    'full',
  ])
})

test('[S24] a node that follows backs up nothing; one that comes to lead does, from what the repository says', () => {
  const follower = keep({ leads: [false], info: [], rounds: 3 })
  expect([follower.asked, follower.looked.length]).toEqual([[], 3])
  expect(follower.looked[0]).toContain('http://database1:8008/primary')
  expect(keep({ leads: [false, false, true], info: [full(2)], rounds: 3 }).backups).toEqual(['diff'])
})

test('[S24] a backup that fails is tried again a minute later, and the database beside it never ends for it', () => {
  const failing = keep({ leads: [true], info: [], rounds: 3, doesBackupFail: true })
  expect(failing.backups).toEqual(['full', 'full', 'full'])
  // It became the program, whose end is its own.
  expect([failing.status, failing.stderr]).toEqual([7, ''])
})

test('[S24] a backup is made at once by hand, and its failure is told', () => {
  const made = keep({ leads: [false], info: [], args: ['once', 'diff'] })
  expect([made.status, made.asked]).toEqual([0, ['stanza-create', '--type=diff backup']])
  expect(keep({ leads: [false], info: [], args: ['once', 'full'], doesBackupFail: true }).status).not.toBe(0)
})
