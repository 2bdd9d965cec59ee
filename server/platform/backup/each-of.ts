/** Runs work on every item, a few at a time; the first failure ends it after those under way. */
export async function eachOf<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  let isFailed = false
  const worker = async () => {
    for (let next = left.next(); !next.done && !isFailed; next = left.next()) {
      await work(next.value).catch(error => {
        isFailed = true
        throw error
      })
    }
  }
  const results = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
