import { IDBObjectStore as FDBObjectStore } from 'fake-indexeddb'
import { unwrap, wrap } from 'idb'
import type { DriverDatabase } from '../src/offline/database.ts'
import { Killed } from './killable.ts'

/**
 * Lets the pretended IndexedDB fail as real ones do. Works below the app: every `put`, `add` and `delete` of every store
 * passes here, whoever makes it.
 */
type Write = (this: Store, ...parameters: unknown[]) => IDBRequest
interface Store {
  name: string
  transaction: IDBTransaction & { _abort(reason: string): void }
}
interface RawStore {
  records: { values(): Iterable<{ value: unknown }> }
}
const prototype = FDBObjectStore.prototype as unknown as Record<'put' | 'add' | 'delete', Write>
const originals = { put: prototype.put, add: prototype.add, delete: prototype.delete }

const sizeOf = (value: unknown): number => {
  let bytes = 0
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof ArrayBuffer) bytes += part.byteLength
    return part
  })
  return bytes + (text?.length ?? 0)
}

function usedBytes(transaction: IDBTransaction): number {
  const { rawObjectStores } = (
    transaction.db as unknown as { _rawDatabase: { rawObjectStores: Map<string, RawStore> } }
  )._rawDatabase
  let bytes = 0
  for (const store of rawObjectStores.values())
    for (const record of store.records.values()) bytes += sizeOf(record.value)
  return bytes
}

/**
 * A phone with so much room and no more. Browsers say that it is full at the request or only when the transaction
 * ends; both are tried. (Indexed Database API 3.0, §5.4 and §7.3)
 */
export function limitStorage(limitBytes: number, when: 'request' | 'commit'): void {
  for (const name of ['put', 'add'] as const) {
    prototype[name] = function limited(...parameters) {
      const isOver = usedBytes(this.transaction) + sizeOf(parameters[0]) > limitBytes
      if (isOver && when === 'request') throw new DOMException('no room', 'QuotaExceededError')
      const request = originals[name].apply(this, parameters)
      if (isOver)
        request.addEventListener('success', () => {
          try {
            this.transaction._abort('QuotaExceededError')
          } catch {
            // Another request of the transaction has ended it.
          }
        })
      return request
    }
  }
}

/** The app dies at its n-th write: that transaction is rolled back and this connection does nothing any more. */
export function killAtWrite(database: DriverDatabase, n: number): { writes: () => number } {
  const own = unwrap(database as never)
  let writes = 0
  for (const name of ['put', 'add', 'delete'] as const) {
    prototype[name] = function counted(...parameters) {
      if ((this.transaction.db as unknown) !== own) return originals[name].apply(this, parameters)
      writes += 1
      if (writes > n) {
        const { done } = wrap(this.transaction as IDBTransaction)
        done.catch(() => undefined)
        try {
          this.transaction.abort()
        } catch {
          // Rolled back already.
        }
        throw new Killed()
      }
      return originals[name].apply(this, parameters)
    }
  }
  return { writes: () => writes }
}

export function mendStorage(): void {
  Object.assign(prototype, originals)
}
