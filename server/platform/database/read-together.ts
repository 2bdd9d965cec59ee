import type { Reader } from './database.ts'

type Answers<W extends readonly (() => Promise<unknown>)[]> = { [K in keyof W]: Awaited<ReturnType<W[K]>> }

/**
 * Reads that do not wait for each other: at once over the pool's connections, one after the other in a transaction,
 * which has one connection and answers one statement at a time.
 */
export async function readTogether<const W extends readonly (() => Promise<unknown>)[]>(
  db: Pick<Reader, 'isTransaction'>,
  ...works: W
): Promise<Answers<W>> {
  if (!db.isTransaction) return (await Promise.all(works.map(work => work()))) as Answers<W>
  const answers: unknown[] = []
  for (const work of works) answers.push(await work())
  return answers as Answers<W>
}
