/** npm run drill -- NAME [--option value …]: breaks a real set-up on purpose and says whether anything was lost. */
import { runFailover } from './failover/failover.ts'
import { runJobs } from './jobs/jobs.ts'
import { runRestore } from './restore/restore.ts'
import { runShop } from './shop/shop.ts'

type Drill = (options: Readonly<Record<string, string>>) => Promise<boolean>

const drills: Readonly<Record<string, { run: Drill; about: string }>> = {
  failover: {
    run: runFailover,
    about: 'kills the primary of a Patroni cluster under writes: --kills 5 --timing quick|production',
  },
  jobs: {
    run: runJobs,
    about:
      'kills workers that share a queue, and nodes of its broker: --jobs 10000 --workers 4 --kills 8 --queue postgres|rabbitmq',
  },
  restore: {
    run: runRestore,
    about: 'destroys a shop under writes and restores it twice to a named second: --seconds 75',
  },
  shop: {
    run: runShop,
    about: 'destroys a shop with its backup under writes and restores it from off site: --seconds 75',
  },
}

const [name = '', ...rest] = process.argv.slice(2)
const drill = drills[name]
if (!drill) {
  const lines = Object.entries(drills).map(([each, { about }]) => `  ${each}  ${about}`)
  process.stderr.write(`Drills:\n${lines.join('\n')}\n`)
  process.exitCode = 64
} else {
  const options: Record<string, string> = {}
  for (let at = 0; at < rest.length; at += 2)
    options[(rest[at] ?? '').replace(/^--/, '')] = rest[at + 1] ?? ''
  process.exitCode = (await drill.run(options)) ? 0 : 1
}
