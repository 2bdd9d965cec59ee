/** A second signal of one Ctrl-C (the terminal's and npm's) within this time is the same wish. */
const sameWishMs = 1_000

/**
 * Resolves when this process is asked to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the launcher that
 * started it. If the stop has not ended after `graceMs`, or somebody asks again, the process ends at once; what it
 * leaves behind the next start takes over.
 */
export function stopRequested(graceMs: number): Promise<void> {
  return new Promise(resolve => {
    let askedAt: number | undefined
    const onAsked = () => {
      const now = performance.now()
      if (askedAt === undefined) {
        askedAt = now
        setTimeout(() => process.exit(1), graceMs).unref()
        resolve()
      } else if (now - askedAt > sameWishMs) process.exit(1)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onAsked)
    process.on('disconnect', onAsked)
    // The channel to the launcher is only listened to; it must not keep a finished process alive.
    process.channel?.unref()
  })
}
