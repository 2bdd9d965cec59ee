import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ids } from '../../testkit/day-fixture.ts'
import { deliverAt, lin, newPhone, startPhone } from '../../testkit/phone.ts'
import { PretendOffice } from '../../testkit/pretend-office.ts'
import { limitStorage, mendStorage } from '../../testkit/storage-faults.ts'
import { readEntries } from './outbox.store.ts'
import type { CommandDraft } from './outbox.types.ts'
import { bufferFix } from './positions.store.ts'
import { keepSpareRoom, readRoom } from './room.store.ts'

beforeEach(newPhone)
afterEach(mendStorage)

const photo = (bytes: number) => new Blob([new Uint8Array(bytes).fill(7)], { type: 'image/jpeg' })
const fix = {
  authorId: lin.userId,
  runId: ids.run,
  deviceAt: '2026-11-23T02:00:00.000Z',
  latitude: 22.75,
  longitude: 121.15,
}
const withPhotos = (n: number, id: string, fileIds: string[]) =>
  ({ ...deliverAt(n, id), files: fileIds.map(fileId => ({ fileId, purpose: 'photo' })) }) as CommandDraft

/** A phone without signal that holds all there is to give up, and two photos of a delivery. */
async function laden() {
  const office = new PretendOffice()
  const phone = await startPhone(office)
  await phone.refresh()
  office.faults = () => 'lost-before'
  const { database } = phone
  await keepSpareRoom(database)
  await database.put('doorPhotos', {
    fileId: 'door',
    contentType: 'image/jpeg',
    bytes: new ArrayBuffer(60_000),
  })
  await bufferFix(database, fix)
  const small = await phone.keepPicture('photo', photo(40_000))
  const large = await phone.keepPicture('photo', photo(90_000))
  return { office, phone, database, small, large }
}

describe.each(['request', 'commit'] as const)('a phone that is full, and says so at the %s', when => {
  test('[F2] keeps the fact and gives up first what the office has', async () => {
    const { office, phone, database, small, large } = await laden()
    limitStorage(700_000, when)
    const command = withPhotos(1, 'a', [small, large])
    await phone.report(command, { claimsFiles: [small, large] })
    expect(phone.state.get()).toMatchObject({ given: 'doorPhotos', keepFault: null })
    expect(await database.count('doorPhotos')).toBe(0)
    expect((await readEntries(database)).map(entry => entry.command.kind)).toEqual(['deliver'])
    expect(phone.state.get().day?.stops[0]?.state).toBe('done')
    office.faults = () => 'none'
    await phone.refresh()
    expect(office.facts).toHaveLength(1)
    expect(office.files.get(large)?.bytes.length).toBe(90_000)
  })

  test('[F2] then the room it had set aside, then positions, then its largest photo, and tells the driver', async () => {
    const { office, phone, database, small, large } = await laden()
    limitStorage(60_000, when)
    const command = withPhotos(1, 'a', [small, large])
    await phone.report(command, { claimsFiles: [small, large] })
    const { given, keepFault, files } = phone.state.get()
    expect({ given, keepFault }).toEqual({ given: 'photos', keepFault: null })
    // Both were taken within a millisecond, so neither is the first.
    expect(Object.fromEntries(files.map(file => [file.id, file.status]))).toEqual({
      [small]: 'waiting',
      [large]: 'dropped',
    })
    expect(await database.count('positions')).toBe(0)
    expect(await database.getKey('fileBytes', 'spare-room')).toBeUndefined()
    const [entry] = await readEntries(database)
    // The fact promises only what can still come.
    expect(entry?.command).toMatchObject({ files: [{ fileId: small, purpose: 'photo' }] })
    office.faults = () => 'none'
    await phone.refresh()
    expect(office.facts).toHaveLength(1)
    expect(office.files.get(small)?.bytes.length).toBe(40_000)
    await phone.seeDropped()
    expect(phone.state.get()).toMatchObject({ given: null, files: [] })
  })

  test('[F2] a photo never takes the room of facts: it is refused in words and the rest stays', async () => {
    const { phone, database } = await laden()
    limitStorage(700_000, when)
    await expect(phone.keepPicture('photo', photo(300_000))).rejects.toThrow()
    expect(phone.state.get().keepFault).toBe('photo')
    expect(await database.getKey('fileBytes', 'spare-room')).toBeDefined()
    expect(await database.count('files')).toBe(2)
  })

  test('[F2] where nothing is left to give, what was typed stays and the driver hears it', async () => {
    const { phone, database, small, large } = await laden()
    phone.saveDraft('deliver/1', { typed: 7 })
    await phone.settled()
    limitStorage(100, when)
    const statement = phone.report(withPhotos(1, 'a', [small, large]), { settles: ['deliver/1'] })
    await expect(statement).rejects.toThrow()
    expect(phone.state.get().keepFault).toBe('full')
    expect(await readEntries(database)).toEqual([])
    expect(phone.draft('deliver/1')).toEqual({ typed: 7 })
    mendStorage()
    await phone.report(deliverAt(1, 'a'), { settles: ['deliver/1'] })
    expect(phone.state.get().keepFault).toBeNull()
    expect(await readEntries(database)).toHaveLength(1)
  })
})

test('[F2] how much room there is comes from the browser, and nothing is claimed where it does not say', async () => {
  expect(await readRoom()).toEqual({ freeBytes: null, isPersisted: false })
  const storage = { estimate: async () => ({ quota: 100, usage: 130 }), persisted: async () => true }
  Object.defineProperty(navigator, 'storage', { value: storage, configurable: true })
  expect(await readRoom()).toEqual({ freeBytes: 0, isPersisted: true })
  Object.defineProperty(navigator, 'storage', { value: undefined, configurable: true })
})
