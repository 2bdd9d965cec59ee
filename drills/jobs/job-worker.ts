/** One worker of the drill: takes jobs of one kind, each with an effect of one row, until it is killed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openDatabase } from '../../server/platform/database/database.ts'
import { openDrillQueue } from './drill-queue.ts'

const [connectionString = '', queueUrl = ''] = process.argv.slice(2)
const { db } = openDatabase({ connectionString, maxConnections: 8 })
const say = (line: string) => process.stdout.write(`${line}\n`)
const queue = await openDrillQueue({ db, connectionString, queueUrl })
await queue.work(
  {
    'drill.effect': async ({ number }, job) => {
      // Long enough that a kill finds jobs in the middle, before and after their effect.
      await sleep(Math.random() * 8)
      await job.once(async tx => {
        await sql`insert into drill_effect (number, worker) values (${number}, ${process.pid})`.execute(tx)
      })
      await sleep(Math.random() * 8)
    },
  },
  [],
)
say('ready')
