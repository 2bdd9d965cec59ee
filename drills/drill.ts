import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'

/** npm run drill -- NAME [--option value …]: breaks a real set-up on purpose and says whether anything was lost. */

type Drill = (options: Readonly<Record<string, string>>) => Promise<boolean>

const drills: Readonly<Record<string, { load(): Promise<Drill>; about: string }>> = {
  chaos: {
    load: async () => (await import('./chaos/chaos.ts')).runChaos,
    about:
      'breaks the whole set-up in one way after another while people work: --seed 1 --minutes 2 --seeds 1 --timing quick|production --only api,database',
  },
  'cluster-restore': {
    load: async () => (await import('./cluster-restore/cluster-restore.ts')).runClusterRestore,
    about:
      'destroys a whole Patroni cluster under writes and restores it twice to a named second: --seconds 75 --rto 900 --rpo 60',
  },
  disk: {
    load: async () => (await import('./disk/disk.ts')).runDisk,
    about: "fills the disk of a shop to the last byte while clerks take orders and drivers' photos come in",
  },
  failover: {
    load: async () => (await import('./failover/failover.ts')).runFailover,
    about:
      'strikes the primary of a Patroni cluster under writes: --kills 5 --timing quick|production --fault kill|freeze|partition|disk-full|clock-skew',
  },
  jobs: {
    load: async () => (await import('./jobs/jobs.ts')).runJobs,
    about:
      'kills workers that share a queue, and nodes of its broker: --jobs 10000 --workers 4 --kills 8 --queue postgres|rabbitmq',
  },
  journeys: {
    load: async () => (await import('./journeys/journeys.ts')).runJourneys,
    about: 'walks every journey several times in a row, trying nothing twice: --passes 3',
  },
  migrations: {
    load: async () => (await import('./migrations/migrations.ts')).runMigrations,
    about:
      'brings an old schema with years of rows to today’s under writes: --postgres 15|18|both --rows 350000',
  },
  offline: {
    load: async () => (await import('./offline/offline.ts')).runOffline,
    about: 'runs the whole suite with the network off: --project server',
  },
  restore: {
    load: async () => (await import('./restore/restore.ts')).runRestore,
    about:
      'destroys a shop under writes and restores it twice to a named second: --seconds 75 --rto 900 --rpo 60',
  },
  shop: {
    load: async () => (await import('./shop/shop.ts')).runShop,
    about:
      'destroys a shop with its backup under writes and restores it from off site: --seconds 75 --company demo|empty --rto 900 --rpo 60',
  },
  sockets: {
    load: async () => (await import('./sockets/sockets.ts')).runSockets,
    about:
      'kills the master of Redis while events flow to thousands of live sockets on two nodes: --sockets 5000 --seconds 25 --rate 2',
  },
  'thirty-days': {
    load: async () => (await import('./thirty-days/thirty-days.ts')).runThirtyDays,
    about:
      'lives a month in minutes and looks at what grows, then at what is forgotten: --days 30 --orders 60',
  },
  update: {
    load: async () => (await import('./update/update.ts')).runUpdateDrill,
    about:
      'updates a shop under writes, to a broken release and with the power cut in each step: --steps restore,swap,return,lay,back-up,stop,save,try,switch',
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
  for (const [at, word] of rest.entries()) {
    if (!word.startsWith('--')) continue
    const next = rest[at + 1] ?? ''
    options[word.slice(2)] = next === '' || next.startsWith('--') ? 'on' : next
  }
  try {
    process.exitCode = (await (await drill.load())(options)) ? 0 : 1
  } catch (error) {
    noteBrokenOff(error as Error)
    throw error
  }
}

/** A run that ends before its verdict has no figures, and is kept all the same; one that was asked wrongly is none. */
function noteBrokenOff({ message }: Error): void {
  if (message.startsWith('--')) return
  const list = join(import.meta.dirname, 'broken-off.csv')
  if (!existsSync(list)) appendFileSync(list, 'at,drill,options,what\n')
  const quoted = [rest.join(' '), message.split('\n')[0]].map(each => `"${each?.replaceAll('"', "'")}"`)
  appendFileSync(list, `${[new Date().toISOString(), name, ...quoted].join()}\n`)
}
