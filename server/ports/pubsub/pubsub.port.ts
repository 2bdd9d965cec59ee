/**
 * Tells every process of the installation that something happened. Promises: at most once, no order between
 * publishers, nothing is kept; who must not miss anything reads the outbox by sequence and takes this as a hint to look.
 */
export interface PubSub {
  /** @param message at most 7,000 bytes of text */
  publish(channel: string, message: string): Promise<void>
  /** Calls `listener` for each message until the returned function is called. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}
