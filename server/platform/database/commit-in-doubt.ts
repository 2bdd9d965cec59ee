import pg from 'pg'

/**
 * The transaction is committed on the primary and perhaps nowhere else: its wait for a synchronous standby was
 * cancelled. PostgreSQL answers such a COMMIT as done and says so only in a warning, so whoever believed it would
 * acknowledge what a failover can lose. The caller must treat it as neither done nor undone and send it again under
 * the same idempotency key.
 */
export class CommitInDoubt extends Error {
  override name = 'CommitInDoubt'
}

// src/backend/replication/syncrep.c; the words are not translated under lc_messages C.
const cancelledWait = /canceling.* wait for synchronous replication/

/** A connection that turns an acknowledged but possibly unreplicated COMMIT into `CommitInDoubt`. */
export class CarefulClient extends pg.Client {
  #isWaitCancelled = false

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('notice', notice => {
      if (cancelledWait.test(notice.message ?? '')) this.#isWaitCancelled = true
    })
    // A primary that dies while a transaction pauses between two statements tells this client and nobody else; without a
    // listener that ends the process. The next statement fails with a connection fault, which the caller hears of.
    this.on('error', () => undefined)
    const ask = this.query.bind(this) as (...parts: unknown[]) => unknown
    const askAndLook = (...parts: unknown[]) => {
      const answer = ask(...parts)
      return answer instanceof Promise ? answer.then(found => this.#believe(found)) : answer
    }
    this.query = askAndLook as typeof this.query
  }

  #believe<T>(answer: T): T {
    if (!this.#isWaitCancelled) return answer
    this.#isWaitCancelled = false
    throw new CommitInDoubt('the commit was not confirmed by a standby')
  }
}
