#!/usr/bin/env node
// npx luckygas COMMAND: the operators' tool. It installs nothing; "npm start" or "npm ci" does.
import { join } from 'node:path'
import { isInstalled } from './install.mjs'
import { findNode24, root, runUnderNode24 } from './node24.mjs'
import { atHome, currentRelease, updatingRelease } from './releases.mjs'

const args = process.argv.slice(2)
// An update that was cut is finished by the program that began it.
const release = (args[0] === 'update' && updatingRelease(root)) || currentRelease(root)

if (isInstalled(release) && findNode24()) {
  await runUnderNode24(join(release, 'server/main/cli/luckygas.ts'), args, {
    keepsCompiled: true,
    ipc: true,
    env: atHome(root),
  })
} else {
  process.stderr.write(
    `尚未安裝，請先在 ${root} 執行 npm ci。\nNot installed yet: run "npm ci" in ${root} first.\n`,
  )
  process.exitCode = 1
}
