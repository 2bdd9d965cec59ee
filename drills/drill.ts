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
      'destroys a whole Patroni cluster under writes and restores it twice to a named second: --seconds 75',
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
  migrations: {
    load: async () => (await import('./migrations/migrations.ts')).runMigrations,
    about:
      'brings an old schema with years of rows to today’s under writes: --postgres 15|18|both --rows 350000',
  },
  restore: {
    load: async () => (await import('./restore/restore.ts')).runRestore,
    about: 'destroys a shop under writes and restores it twice to a named second: --seconds 75',
  },
  shop: {
    load: async () => (await import('./shop/shop.ts')).runShop,
    about:
      'destroys a shop with its backup under writes and restores it from off site: --seconds 75 --company demo|empty',
  },
  sockets: {
    load: async () => (await import('./sockets/sockets.ts')).runSockets,
    about:
      'kills the master of Redis while events flow to thousands of live sockets on two nodes: --sockets 5000 --seconds 25 --rate 2',
  },
  'thirty-days': {
    load: async () => (await import('./thirty-days/thirty-days.ts')).runThirtyDays,
    about: 'lives a month in minutes and looks at what grows: --days 30 --orders 60',
  },
  update: {
    load: async () => (await import('./update/update.ts')).runUpdateDrill,
    about:
      'updates a shop under writes, to a broken release and with the power cut in each step: --steps lay,try',
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
  process.exitCode = (await (await drill.load())(options)) ? 0 : 1
}
