import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { currentRelease, updatingRelease } from '../../../bin/releases.mjs'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { identify } from './lay-release.ts'
import { checkSums, sumsName, UpdateError } from './release-sums.ts'
import { readJournal, releaseShelf, type UpdateJournal, writeJournal } from './update-journal.ts'
import { runUpdate, type UpdateDeps } from './update-steps.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'luckygas-update-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const put = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
const integrity = { isClean: true, checks: [] } as never

interface Plan {
  /** What the new release does at its trial; a broken one has migrated all the same. */
  isGood: boolean
  isMigrating: boolean
  /** The power goes at the n-th touch of the machine; never where absent. */
  cutAt?: number
}

/**
 * An installation whose data is one word, which the new release changes at its trial. Each deed is preceded and
 * followed by a moment at which the power may go.
 */
function installation(plan: Plan) {
  const home = folder()
  const shelf = releaseShelf(home)
  mkdirSync(shelf.path)
  const data = openDataFolder(join(home, '.data'))
  const schema = join(data.path, 'postgres', 'schema')
  put(schema, 'old')
  put(data.file('secrets', 'backup-line'), 'line')
  let saved: string | undefined
  const power = { left: plan.cutAt ?? Number.POSITIVE_INFINITY, touches: 0 }
  const moment = () => {
    power.touches += 1
    power.left -= 1
    if (power.left === 0) throw new DOMException('the power is gone', 'AbortError')
  }
  const deed = async <T>(work: () => T): Promise<T> => {
    moment()
    const result = work()
    moment()
    return result
  }
  const to = { id: '2', folder: join(shelf.path, '2') }
  const deps: UpdateDeps = {
    shelf,
    data,
    layRelease: () =>
      deed(() => {
        put(join(to.folder, 'package.json'), '{}')
        return { to, isMigrating: plan.isMigrating }
      }),
    backUpAndVerify: () => deed(() => undefined),
    stopServers: () => deed(() => undefined),
    backUp: () =>
      deed(() => {
        saved = readFileSync(schema, 'utf8')
        return { savedAt: '2026-11-22T10:00:00.000Z' }
      }),
    tryRelease: () =>
      deed(() => {
        if (plan.isMigrating) put(schema, 'new')
        if (!plan.isGood) throw new UpdateError('The new release answers 500 to /.')
      }),
    restore: into =>
      deed(() => {
        rmSync(into, { recursive: true, force: true })
        put(join(into, 'postgres', 'schema'), saved ?? 'nothing')
        return { baseBackupAt: '2026-11-22T10:00:00.000Z', totalsDiffer: [], integrity }
      }),
    now: () => new Date('2026-11-22T11:00:00Z'),
    onProgress: () => moment(),
  }
  const begun: UpdateJournal = {
    step: 'lay',
    source: '/media/usb/luckygas.tar',
    sha256: undefined,
    startedAt: '2026-11-22T10:00:00.000Z',
    from: { id: '1', folder: home },
    to: undefined,
    isMigrating: false,
    savedAt: undefined,
    failure: undefined,
  }
  return {
    shelf,
    data,
    power,
    to,
    update: async () => {
      const journal = (await readJournal(shelf)) ?? begun
      await writeJournal(shelf, journal)
      return runUpdate(deps, journal)
    },
    /** What serves now, on what data, and what lies about. */
    state: () => ({
      serves: currentRelease(home) === home ? 'old' : 'new',
      schema: existsSync(schema) ? readFileSync(schema, 'utf8') : 'none',
      isUnfinished: updatingRelease(home) !== undefined,
      isNewThere: existsSync(to.folder),
      isRestoreLeft: existsSync(join(data.path, 'going-back')),
      continuesLine: existsSync(data.file('secrets', 'backup-line')),
    }),
  }
}

const finished = { isUnfinished: false, isRestoreLeft: false }
const updated = { ...finished, serves: 'new', isNewThere: true, continuesLine: true }
const returned = { ...finished, serves: 'old', schema: 'old', isNewThere: false }

const plans: readonly { name: string; plan: Plan; end: object }[] = [
  {
    name: 'a good release that changes the schema',
    plan: { isGood: true, isMigrating: true },
    end: { ...updated, schema: 'new' },
  },
  {
    name: 'a good release that changes no schema',
    plan: { isGood: true, isMigrating: false },
    end: { ...updated, schema: 'old' },
  },
  {
    name: 'a broken release that has changed the schema',
    plan: { isGood: false, isMigrating: true },
    end: { ...returned, continuesLine: false },
  },
  {
    name: 'a broken release that changed nothing',
    plan: { isGood: false, isMigrating: false },
    end: { ...returned, continuesLine: true },
  },
]

describe.each(plans)('$name', ({ plan, end }) => {
  test('[P2] ends where it should, and says why it went back', async () => {
    const shop = installation(plan)
    const { failure } = await shop.update()
    expect(failure !== undefined).toBe(!plan.isGood)
    expect(shop.state()).toEqual(end)
    const [line] = readFileSync(join(shop.shelf.path, 'updates.jsonl'), 'utf8').trim().split('\n')
    expect(JSON.parse(line ?? '').endedAt).toBe('2026-11-22T11:00:00.000Z')
  })

  test('[P2] a power cut before, in and after every step ends at the same place when it goes on', async () => {
    const whole = installation(plan)
    await whole.update()
    const moments = whole.power.touches
    expect(moments).toBeGreaterThan(10)
    for (let cutAt = 1; cutAt <= moments; cutAt += 1) {
      const shop = installation({ ...plan, cutAt })
      await expect(shop.update()).rejects.toThrow('the power is gone')
      expect(shop.state().isUnfinished).toBe(true)
      await shop.update()
      expect({ cutAt, ...shop.state() }).toEqual({ cutAt, ...end })
    }
  })
})

test('[P2] a power cut between the two renames of going back loses neither the old data nor the new', async () => {
  const shop = installation({ isGood: false, isMigrating: true })
  const cluster = join(shop.data.path, 'postgres')
  const restored = join(shop.data.path, 'going-back', 'postgres', 'schema')
  put(restored, 'old')
  put(join(shop.data.path, 'postgres.failed', 'schema'), 'new')
  rmSync(cluster, { recursive: true })
  await writeJournal(shop.shelf, {
    step: 'swap',
    source: '',
    sha256: undefined,
    startedAt: '',
    from: { id: '1', folder: shop.shelf.home },
    to: shop.to,
    isMigrating: true,
    savedAt: '',
    failure: 'broken',
  })
  await shop.update()
  expect(shop.state()).toEqual({ ...returned, continuesLine: false })
  expect(readFileSync(join(shop.data.path, 'postgres.failed', 'schema'), 'utf8')).toBe('new')
})

test('[P2] an update that cannot go back keeps its journal, and nothing is switched', async () => {
  const shop = installation({ isGood: false, isMigrating: true })
  await writeJournal(shop.shelf, {
    step: 'restore',
    source: '',
    sha256: undefined,
    startedAt: '',
    from: { id: '1', folder: shop.shelf.home },
    to: shop.to,
    isMigrating: true,
    savedAt: 'another standstill',
    failure: 'broken',
  })
  await expect(shop.update()).rejects.toThrow('not of the standstill')
  expect(shop.state()).toMatchObject({ serves: 'old', isUnfinished: true })
})

/** A release on a stick: two files and their list. */
function release(): string {
  const path = folder()
  const files = { 'package.json': '{"version":"2.0.0"}', 'server/a.ts': 'a' }
  for (const [name, text] of Object.entries(files)) put(join(path, name), text)
  const sum = (text: string) => createHash('sha256').update(text).digest('hex')
  put(
    join(path, sumsName),
    Object.entries(files)
      .map(([name, text]) => `${sum(text)}  ${name}\n`)
      .join(''),
  )
  return path
}

test('[P2] a whole release is known by its version and what it is made of', async () => {
  const shelf = releaseShelf('/opt/luckygas')
  const { id, folder: place } = await identify(shelf, release())
  expect(id).toMatch(/^2\.0\.0-[0-9a-f]{8}$/)
  expect(place).toBe(join(shelf.path, id))
})

test.each([
  [
    'a changed file',
    (path: string) => put(join(path, 'server/a.ts'), 'b'),
    'server/a.ts is not what was released',
  ],
  ['a file too many', (path: string) => put(join(path, 'server/b.ts'), 'b'), 'server/b.ts is not in'],
  ['a file too few', (path: string) => rmSync(join(path, 'server/a.ts')), 'server/a.ts is missing'],
  ['no list', (path: string) => rmSync(join(path, sumsName)), 'it is no release'],
])('[P2] a release with %s is refused', async (_name, damage, said) => {
  const path = release()
  damage(path)
  await expect(checkSums(path)).rejects.toThrow(said)
})
