import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import iconv from 'iconv-lite'
import { dirtyCustomers } from './dirty-customers.ts'
import { dirtyHistory, dirtyMembers } from './dirty-text-files.ts'

/** `node tools/dirty-legacy/dirty-legacy.ts --out DIR [--seed N] [--rows N]`: three dirty files and what to expect. */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rows: { type: 'string', default: '100' },
  },
})
if (values.out === undefined) {
  console.error('usage: dirty-legacy --out DIR [--seed N] [--rows N]')
  process.exit(1)
}
const options = { seed: Number(values.seed), cleanRows: Number(values.rows) }
const files = {
  'customers.xlsx': dirtyCustomers(options),
  'members.csv': dirtyMembers(options),
  'history.csv': dirtyHistory({ ...options, encode: text => iconv.encode(text, 'cp950') }),
}
mkdirSync(values.out, { recursive: true })
for (const [name, { bytes, ...expected }] of Object.entries(files)) {
  writeFileSync(join(values.out, name), bytes)
  writeFileSync(join(values.out, `${name}.expected.json`), `${JSON.stringify(expected, undefined, 2)}\n`)
  console.log(`${name}: ${expected.rows} rows, ${expected.refused} to refuse, ${expected.skipped} to skip`)
}
