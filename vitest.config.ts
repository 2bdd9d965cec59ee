import { defineConfig } from 'vitest/config'

const shared = { testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    // Two cores: more workers only fight each other and make timings of the journeys unfair.
    maxWorkers: 2,
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
          testTimeout: 240_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
