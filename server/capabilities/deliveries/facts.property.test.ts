import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DriverCommandInput } from '../../../contract/messages/driver-commands.ts'
import { dayFixture } from '../../testkit/delivery-day.ts'
import { findings } from '../../testkit/ledger-figures.ts'
import type { TestStop } from '../../testkit/test-phone.ts'

const stopIndex = fc.integer({ min: 0, max: 2 })
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('deliver' as const), stop: stopIndex, empties: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('undo' as const), stop: stopIndex, empties: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('fail' as const), stop: stopIndex, empties: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('load' as const), stop: stopIndex, empties: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('close' as const), stop: stopIndex, empties: fc.nat(3) }),
  },
)

/**
 * Two phones report whatever they like, about each other's stops too, each in its own order, at the same time, with
 * every second command sent twice. No fact is lost or doubled, and every ledger and cross-check agrees afterwards.
 */
test('[F2] [G1] two phones at once, any facts in any order, sent twice: nothing is lost or doubled and everything agrees', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), action), { minLength: 4, maxLength: 14 }),
      async actions => {
        const day = await dayFixture()
        const sent: DriverCommandInput[] = []
        const work = [true, false].map(async isA => {
          const phone = isA ? day.phoneA : day.phoneB
          const last = new Map<number, string>()
          let turn = 0
          for (const [, act] of actions.filter(([isOfA]) => isOfA === isA)) {
            // Both drivers work on driver A's stops: the second one's plan is out of date.
            const stop = day.stopsA[act.stop] as TestStop
            const command = makeCommand(phone, stop, act, last)
            sent.push(command)
            const sends = turn % 2 === 0 ? [phone.send(command), phone.send(command)] : [phone.send(command)]
            for (const answer of await Promise.all(sends)) expect(answer.code).toBeUndefined()
            turn += 1
          }
        })
        await Promise.all(work)
        const stored = await day.db.selectFrom('driver_command').select('id').execute()
        expect(stored.map(row => row.id).sort()).toEqual(sent.map(command => command.id).sort())
        expect(await findings(day.db)).toEqual([])
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
}, 180_000)

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never
type Phone = Awaited<ReturnType<typeof dayFixture>>['phoneA']

function makeCommand(
  phone: Phone,
  stop: TestStop,
  act: Action,
  last: Map<number, string>,
): DriverCommandInput {
  switch (act.does) {
    case 'deliver': {
      const command = phone.deliver(stop, { lines: [{ product: '20', fullOut: 2, emptyIn: act.empties }] })
      last.set(act.stop, command.deliveryId)
      return command
    }
    case 'undo':
      return phone.undo(stop, last.get(act.stop) ?? crypto.randomUUID())
    case 'fail':
      return phone.fail(stop)
    case 'load':
      return phone.loadOut({ full: { '20': act.empties }, returnedEmpty: { '20': act.stop } })
    case 'close':
      return phone.close({
        countedCashNtd: '1720',
        counted: [{ cylinderType: '20', full: act.stop, empty: act.empties }],
      })
  }
}
