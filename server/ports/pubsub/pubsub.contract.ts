import { describe, expect, onTestFinished, test } from 'vitest'
import type { PubSub } from './pubsub.port.ts'

/** What every adapter of the pub/sub port promises: two members of one installation hear each other. */
export function pubSubContract(name: string, make: () => Promise<() => Promise<PubSub>>): void {
  async function pair(): Promise<[PubSub, PubSub]> {
    const join = await make()
    const [one, other] = [await join(), await join()]
    onTestFinished(async () => {
      await one.close()
      await other.close()
    })
    return [one, other]
  }

  describe(`pub/sub: ${name}`, () => {
    test('[S3] what one member publishes, every subscriber of the channel hears, and nobody else', async () => {
      const [one, other] = await pair()
      const heard: string[] = []
      const elsewhere: string[] = []
      await other.subscribe('news', message => heard.push(message))
      await other.subscribe('other', message => elsewhere.push(message))
      await one.publish('news', '瓦斯')
      await expect.poll(() => heard).toEqual(['瓦斯'])
      expect(elsewhere).toEqual([])
    })

    test('[S3] who has unsubscribed hears nothing more', async () => {
      const [one, other] = await pair()
      const heard: string[] = []
      const kept: string[] = []
      const leave = await other.subscribe('news', message => heard.push(message))
      await other.subscribe('news', message => kept.push(message))
      await leave()
      await one.publish('news', 'late')
      await expect.poll(() => kept).toEqual(['late'])
      expect(heard).toEqual([])
    })
  })
}
