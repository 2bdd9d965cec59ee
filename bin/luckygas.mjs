#!/usr/bin/env node
// npx luckygas COMMAND: the operators' tool. It installs nothing; "npm start" or "npm ci" does.
import { join } from 'node:path'
import { isInstalled } from './install.mjs'
import { findNode24, root, runUnderNode24 } from './node24.mjs'

if (isInstalled(root) && findNode24()) {
  await runUnderNode24(join(root, 'server/main/cli/luckygas.ts'), process.argv.slice(2), {
    keepsCompiled: true,
    ipc: true,
  })
} else {
  process.stderr.write(
    `尚未安裝，請先在 ${root} 執行 npm ci。\nNot installed yet: run "npm ci" in ${root} first.\n`,
  )
  process.exitCode = 1
}
