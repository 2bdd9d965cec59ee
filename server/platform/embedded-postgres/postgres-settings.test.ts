import { expect, test } from 'vitest'
import { productionSettings, settingsFile, throwAwaySettings } from './postgres-settings.ts'

const GiB = 1024 ** 3

test('[P1] PostgreSQL takes a fair share of the memory and never more', () => {
  const cache = (bytes: number) => productionSettings(bytes, 5432).shared_buffers
  expect([0.5, 8, 64].map(size => cache(size * GiB))).toEqual(['128MB', '1024MB', '2048MB'])
})

test('[P1] a company’s cluster is durable and can feed a standby; only a throw-away one is not', () => {
  const production = productionSettings(8 * GiB, 5432)
  expect(production).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
  expect(production).toMatchObject({ wal_level: 'replica', listen_addresses: '127.0.0.1' })
  expect(throwAwaySettings.fsync).toBe('off')
})

test('[F3] statements and their values never reach PostgreSQL’s log', () => {
  expect(productionSettings(8 * GiB, 5432)).toMatchObject({
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  })
})

test('[P1] a quote in a setting stays inside it', () => {
  expect(settingsFile({ archive_command: "cp '%p' x" })).toContain("archive_command = 'cp ''%p'' x'\n")
})
