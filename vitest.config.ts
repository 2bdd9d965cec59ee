import { accessSync, constants, readFileSync, statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/**
 * Tests keep their databases and files in memory where the machine has room for them: a database cloned on a busy disk
 * takes a second, in memory a twentieth of that. What must survive a loss of power is not proved by these tests.
 */
const memoryFolder = '/dev/shm'
const roomBytes = 6 * 2 ** 30
function hasRoomInMemory(): boolean {
  try {
    accessSync(memoryFolder, constants.W_OK)
    const { bavail, bsize } = statfsSync(memoryFolder)
    // Programs are unpacked there too.
    const isNoexec = new RegExp(` ${memoryFolder} \\S+ \\S*noexec`).test(readFileSync('/proc/mounts', 'utf8'))
    return !isNoexec && bavail * bsize >= roomBytes
  } catch {
    return false
  }
}
if (hasRoomInMemory()) process.env.TMPDIR ??= memoryFolder

/**
 * Only with `--coverage`, as `.ci/run` calls it; it slows the tests by some tenths. Measured is what runs in the tests'
 * own processes: programs that tests start as children (the launchers, the command line, the worker of the planner)
 * are proved by their tests but not counted here.
 */
const coverage = {
  provider: 'v8' as const,
  include: ['server/**/*.ts', 'contract/**/*.ts', 'driver/src/**/*.rules.ts'],
  exclude: [
    '**/*.{test,contract,fixture,test-support,child}.ts',
    'server/testkit/**',
    'server/main/cli/**',
    'server/main/{start,server,stop-signals}.ts',
    'server/platform/database/database.types.ts',
    // Adapters of engines that `npm test` does not start; `npm run test:distributed` proves them.
    'server/ports/**/*.{redis,s3,rabbitmq,opensearch,distributed}.ts',
  ],
  reporter: ['text-summary', 'json-summary'],
  // A failed test must not hide what the others reached.
  reportOnFailure: true,
  reportsDirectory: 'coverage',
  thresholds: {
    lines: 80,
    branches: 80,
    '{server,contract,driver}/**/*.rules.ts': { lines: 90, branches: 90 },
    'server/capabilities/{cylinders,payments}/**/*.ts': { lines: 90, branches: 90 },
  },
}

// Generous, because a loaded machine is no failure; nothing here asserts a time.
const shared = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 10_000 } },
  // As the program runs (`bin/node24.mjs`).
  execArgv: ['--no-maglev'],
}

export default defineConfig({
  test: {
    // Two cores: more workers only fight each other and make timings of the journeys unfair.
    maxWorkers: 2,
    coverage,
    projects: [
      {
        test: {
          ...shared,
          name: 'server',
          include: [
            'contract/**/*.test.ts',
            'server/**/*.test.ts',
            'tools/**/*.test.ts',
            'bench/**/*.test.ts',
            'drills/**/*.test.ts',
            'bin/**/*.test.ts',
            'infra/**/*.test.ts',
          ],
          globalSetup: ['server/testkit/global-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'apps',
          include: ['ui/**/*.test.{ts,tsx}', 'web/src/**/*.test.{ts,tsx}', 'driver/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['web/journeys/**/*.journey.ts'],
          globalSetup: ['web/journeys/demo-stage.ts'],
          testTimeout: 240_000,
          // The company that they visit may take its founder's four minutes on a busy machine.
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      // `npm run test:long`: journeys that take minutes by themselves, on a company of their own.
      ...(process.env.LUCKYGAS_INTERNAL_LONG === 'on'
        ? [
            {
              test: {
                name: 'long',
                include: ['web/journeys/**/*.long.ts'],
                testTimeout: 600_000,
                hookTimeout: 400_000,
                fileParallelism: false,
              },
            },
          ]
        : []),
      // `npm run test:distributed`: adapters against real servers, which that command installs first.
      ...(process.env.LUCKYGAS_INTERNAL_DISTRIBUTED === 'on'
        ? [
            {
              test: {
                ...shared,
                name: 'distributed',
                include: ['server/**/*.distributed.ts'],
                globalSetup: ['server/testkit/global-setup.ts'],
                fileParallelism: false,
              },
            },
          ]
        : []),
    ],
  },
})
