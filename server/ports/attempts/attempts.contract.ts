import { describe, expect, test } from 'vitest'
import type { AttemptRule, Attempts } from './attempts.port.ts'

const rule: AttemptRule = { allowed: 3, forgetMs: 60_000, blockMs: 120_000 }
const start = Date.parse('2026-11-22T01:00:00Z')
const at = (ms: number) => new Date(start + ms)

/**
 * What every counter of attempts promises.
 * @param make the counters of one name: each call is another process of the same installation, where there are several
 */
export function attemptsContract(
  name: string,
  make: () => Promise<{ join(): Promise<Attempts>; isShared: boolean }>,
): void {
  const one = async () => (await make()).join()
  const takeMany = (attempts: Attempts, key: string, count: number, ms = 0, by = rule) =>
    Promise.all(Array.from({ length: count }, () => attempts.take(key, by, at(ms))))

  describe(`attempts: ${name}`, () => {
    test('[S14] as many as are allowed go on, the next is told until when the key is blocked, another key is not', async () => {
      const attempts = await one()
      expect(await takeMany(attempts, 'a', 2)).toEqual([undefined, undefined])
      expect(await attempts.take('a', rule, at(10_000))).toBeUndefined()
      expect(await attempts.take('a', rule, at(11_000))).toEqual(at(130_000))
      expect(await attempts.take('a', rule, at(129_999))).toEqual(at(130_000))
      expect(await attempts.take('b', rule, at(129_999))).toBeUndefined()
    })

    test('[S14] after the block, and after a window without it, counting begins anew', async () => {
      const attempts = await one()
      await takeMany(attempts, 'a', 4)
      expect(await takeMany(attempts, 'a', 3, 120_000)).toEqual([undefined, undefined, undefined])
      expect(await attempts.take('a', rule, at(120_001))).toBeDefined()
      await takeMany(attempts, 'b', 2)
      expect(await takeMany(attempts, 'b', 3, 60_000)).toEqual([undefined, undefined, undefined])
    })

    test('[S14] an attempt that was good is taken back, and one too many takes nothing', async () => {
      const attempts = await one()
      for (let each = 0; each < 10; each += 1) {
        expect(await attempts.take('a', rule, at(each))).toBeUndefined()
        await attempts.giveBack('a')
      }
      await attempts.giveBack('a')
      expect((await takeMany(attempts, 'a', 4)).map(until => until !== undefined)).toEqual([
        false,
        false,
        false,
        true,
      ])
    })

    test('[S14] a rule that allows one blocks at once, and one that never forgets still ends its block', async () => {
      const attempts = await one()
      const single = { allowed: 1, forgetMs: Number.POSITIVE_INFINITY, blockMs: 5_000 }
      expect(await attempts.take('a', single, at(0))).toBeUndefined()
      expect(await attempts.take('a', single, at(1))).toEqual(at(5_000))
      expect(await attempts.take('a', single, at(5_000))).toBeUndefined()
      const never = { ...rule, forgetMs: Number.POSITIVE_INFINITY }
      await takeMany(attempts, 'b', 2, 0, never)
      expect(await attempts.take('b', never, at(86_400_000))).toBeUndefined()
      expect(await attempts.take('b', never, at(86_400_001))).toEqual(at(86_520_000))
    })

    test('[S14] thirty at once are counted one by one, over all processes that share the counter', async () => {
      const { join, isShared } = await make()
      const members = isShared ? [await join(), await join(), await join()] : [await join()]
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_none, n) => members[n % members.length]?.take('flood', rule, at(0))),
      )
      expect(answers.filter(until => until === undefined)).toHaveLength(3)
      expect(answers.filter(until => until?.getTime() === start + 120_000)).toHaveLength(27)
    })
  })
}
