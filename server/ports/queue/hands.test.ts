import { expect, test } from 'vitest'
import { makeHands } from './hands.ts'

test('[S20] a free hand goes to the most urgent of those that wait, and to the first of equals', async () => {
  const hands = makeHands(1)
  const free = await hands.take(0)
  const order: string[] = []
  const wait = async (priority: number, word: string) => {
    const done = await hands.take(priority)
    order.push(word)
    done()
  }
  const all = [wait(10, 'low'), wait(0, 'first'), wait(-10, 'high'), wait(0, 'second')]
  await Promise.resolve()
  expect(order).toEqual([])
  free()
  await Promise.all(all)
  expect(order).toEqual(['high', 'first', 'second', 'low'])
})
