import type { Readable } from 'node:stream'

/**
 * Keeps the bytes of files by id. Promises: appending at the length already received is the only way to write; what
 * `append` has answered survives a power cut; a finished file never changes; reading a file that is not finished fails.
 */
export interface Files {
  /**
   * Appends bytes at `offset`. Answers how many bytes are kept now. When `offset` is not what is kept, nothing is
   * written and the kept length is answered. A stream that breaks off keeps what arrived. Fails beyond `limitBytes`.
   */
  append(id: string, offset: number, bytes: Readable, limitBytes: number): Promise<number>
  receivedBytes(id: string): Promise<number>
  /** Checks the SHA-256 (hex) and seals the file; false, and the bytes are removed, when it differs. Idempotent. */
  finish(id: string, sha256: string): Promise<boolean>
  /** Throws FileMissing when there is no finished file of this id. */
  open(id: string): Promise<Readable>
  /** Path-like access for programs that must read a file at random places (a workbook is a zip). */
  localCopy(id: string): Promise<{ path: string; release(): Promise<void> }>
  remove(id: string): Promise<void>
  /** The ids of all sealed files, in no order, a few at a time. */
  list(): AsyncIterable<string>
  /**
   * An address that gives a finished file to whoever holds it for so many seconds, under this name; undefined where
   * the adapter has none and the server itself must hand the bytes over.
   */
  signedUrl(id: string, seconds: number, name: string): Promise<string | undefined>
}

export class FileMissing extends Error {
  override name = 'FileMissing'
}

/** What keeps the files is away, full or slow: nothing was lost, and the same may be asked again later. */
export class FilesUnavailable extends Error {
  override name = 'FilesUnavailable'
}
