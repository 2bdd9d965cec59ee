import { afterEach, expect, test } from 'vitest'
import { ids } from '../../testkit/day-fixture.ts'
import { Killed } from '../../testkit/killable.ts'
import { deliverAt, failAt, lin, newPhone, seenDay, startPhone, undoAt } from '../../testkit/phone.ts'
import { PretendOffice } from '../../testkit/pretend-office.ts'
import { killAtWrite, mendStorage } from '../../testkit/storage-faults.ts'
import type { Phone } from '../app/phone.ts'
import { openDatabase } from './database.ts'
import { readEntries } from './outbox.store.ts'
import type { CommandDraft } from './outbox.types.ts'

afterEach(mendStorage)

interface TypedDraft {
  deliveryId: string
  files: { fileId: string; purpose: 'photo' | 'signature' }[]
}
const thing = 'deliver/1'
const photo = () => new Blob([new Uint8Array(1_000).fill(7)], { type: 'image/jpeg' })
const signature = () => new Blob(['signed'], { type: 'image/png' })

/** Until the phone has sent all it holds; a kick while it works only makes it look again. */
async function atRest(phone: Phone): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    await phone.refresh()
    await new Promise(done => setTimeout(done, 1))
    const left = (await phone.database.count('outbox')) + (await phone.database.count('files'))
    if (left === 0 && phone.sender.state.get().phase === 'resting') return
  }
  throw new Error('the phone never came to rest')
}

/**
 * A driver at work, who goes on wherever he finds the app: a delivery with a photo and a signature, another stop where
 * nobody is, then the first one taken back and recorded anew. Every step looks first at what is there already, as a
 * person does on his screen.
 */
async function walk(phone: Phone, office: PretendOffice): Promise<void> {
  const facts = async () => [
    ...office.facts,
    ...(await readEntries(phone.database)).map(({ command }) => command),
  ]
  const isUndone = async () => (await facts()).some(({ kind }) => kind === 'undo')
  const standing = (n: number) => phone.state.get().day?.stops.find(({ id }) => id === ids.stop(n))?.delivery
  if (phone.state.get().day === null) await phone.refresh()

  const deliver = async (id: string) => {
    const known = phone.draft(thing) as TypedDraft | undefined
    let draft = known ?? { deliveryId: id, files: [] }
    phone.saveDraft(thing, draft)
    if (draft.files.length === 0) {
      draft = { ...draft, files: [{ fileId: await phone.keepPicture('photo', photo()), purpose: 'photo' }] }
      phone.saveDraft(thing, draft)
      await phone.settled()
    }
    const command = { ...deliverAt(1, draft.deliveryId), files: draft.files } as CommandDraft
    const entry = await phone.report(command, {
      settles: [thing],
      claimsFiles: draft.files.map(({ fileId }) => fileId),
      isHeld: true,
    })
    await phone.sign(entry.id, signature())
    await phone.release(entry.id)
  }
  if (standing(1) == null && !(await isUndone())) await deliver('first')
  if (standing(2) == null) await phone.report(failAt(2, 'absent'))
  await phone.sender.kick(true)
  if (!(await isUndone())) {
    await phone.report(undoAt(1, 'first'))
    await phone.sender.kick(true)
  }
  if (standing(1) == null) await deliver('second')
  await phone.refresh()
}

/** One walk killed at its n-th write and finished after a restart; answers whether it got that far. */
async function killedAt(n: number): Promise<boolean> {
  newPhone()
  const office = new PretendOffice()
  let writes = () => 0
  const dying = await startPhone(office, database => {
    writes = killAtWrite(database, n).writes
  }).catch((error: unknown) => {
    if (error instanceof Killed) return undefined
    throw error
  })
  await (dying === undefined ? undefined : walk(dying, office).catch(() => undefined))
  const wasKilled = writes() > n
  mendStorage()
  const before = await openDatabase()
  const kept = await readEntries(before)
  before.close()
  const phone = await startPhone(office)
  await walk(phone, office)
  await atRest(phone)

  // Everything that was in the outbox when the app died is with the office, once.
  const posted = office.facts.map(fact => fact.id)
  expect(new Set(posted).size).toBe(posted.length)
  for (const entry of kept) expect(posted).toContain(entry.id)
  const kinds = office.facts.map(fact => fact.kind)
  expect(kinds).toEqual(['deliver', 'fail', 'undo', 'deliver'])
  expect(office.facts.map(fact => fact.deviceSequence)).toEqual([1, 2, 3, 4])
  const seen = await seenDay(phone.database)
  expect([seen.run?.onTruck, seen.run?.cashInHandNtd]).toEqual([
    office.day().run?.onTruck,
    office.day().run?.cashInHandNtd,
  ])
  // Each picture that a fact names has arrived whole, and none is left behind or forgotten.
  for (const fact of office.facts.filter(one => one.kind === 'deliver'))
    for (const { fileId } of fact.files) expect(office.files.get(fileId)?.bytes.length).toBeGreaterThan(0)
  expect(await phone.database.count('outbox')).toBe(0)
  expect(await phone.database.count('drafts')).toBe(0)
  const restarted = await startPhone(office)
  expect(await restarted.database.count('files')).toBe(0)
  restarted.sender.stop()
  phone.sender.stop()
  dying?.sender.stop()
  return wasKilled
}

test('[F2] killed after any write of a walk, the app finds itself again: nothing is lost and nothing doubled', async () => {
  let n = 0
  while (await killedAt(n)) n += 1
  // A walk that writes less than this has stopped being one.
  expect(n).toBeGreaterThan(30)
  process.stdout.write(`killed at each of ${n} writes of ${lin.name}'s walk\n`)
}, 120_000)
