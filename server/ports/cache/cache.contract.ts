import { describe, expect, test } from 'vitest'
import type { Cache } from './cache.port.ts'

/** What every cache promises. @param make an empty one */
export function cacheContract(name: string, make: () => Promise<Cache>): void {
  describe(`cache: ${name}`, () => {
    test('[S18] it gives what was put under the key, whole, and nothing under another', async () => {
      const cache = await make()
      const text = JSON.stringify({ name: '幸福氣', quote: `'"\n\u0000`, long: 'x'.repeat(50_000) })
      await cache.put('a', text, 60_000)
      expect(await cache.get('a')).toBe(text)
      expect(await cache.get('b')).toBeUndefined()
      await cache.put('a', '', 60_000)
      expect(await cache.get('a')).toBe('')
    })

    test('[S18] what has been kept long enough is forgotten', async () => {
      const cache = await make()
      await cache.put('short', 'x', 30)
      await cache.put('long', 'y', 60_000)
      await expect.poll(() => cache.get('short')).toBeUndefined()
      expect(await cache.get('long')).toBe('y')
    })
  })
}
