/**
 * Keeps texts that can be made again. Promises: what it gives under a key was put under that key, whole; it may forget
 * anything at any time; it never fails, and a cache that is away costs a moment, not an answer. It does not know when an
 * answer is out of date: whoever asks puts into the key what the answer depends on.
 */
export interface Cache {
  get(key: string): Promise<string | undefined>
  /** @param keepMs after which nobody asks for it any more */
  put(key: string, text: string, keepMs: number): Promise<void>
}
