#!/usr/bin/env node
// Runs any of the project's TypeScript programs under Node 24: node bin/run24.mjs FILE [ARG …]
import { resolve } from 'node:path'
import { runUnderNode24 } from './node24.mjs'

const [file, ...args] = process.argv.slice(2)
if (file) {
  await runUnderNode24(resolve(file), args, { keepsCompiled: true })
} else {
  process.stderr.write('usage: run24 FILE [ARG …]\n')
  process.exitCode = 2
}
