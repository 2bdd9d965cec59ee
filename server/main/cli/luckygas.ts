// npx luckygas COMMAND: the operators' tool. See run-command.ts for its manners and commands.ts for its table.
import { Console } from 'node:console'
import { join } from 'node:path'
import { systemClock } from '../../platform/clock.ts'
import { decideConfig } from '../config.ts'
import { homeFolder, readEnvironment } from '../env.ts'
import { stopRequested } from '../stop-signals.ts'
import { commands } from './commands.ts'
import { runCommand } from './run-command.ts'

const projectRoot = join(import.meta.dirname, '../../..')
/** After Ctrl-C a command has this long to give the database back. */
const stopGraceMs = 10_000
/** What shells report for a program that Ctrl-C ended. */
const interruptedExit = 130

process.umask(0o077)
// A library that prints must not spoil the one JSON value on standard output.
globalThis.console = new Console(process.stderr)
const interrupt = new AbortController()
stopRequested(stopGraceMs).then(() => interrupt.abort())

const { signal } = interrupt
const { exit, stdout, stderr } = await runCommand(process.argv.slice(2), commands, name => {
  const config = decideConfig(readEnvironment(), homeFolder(projectRoot))
  const setting = { config, clock: systemClock, program: name, signal }
  return {
    config,
    clock: systemClock,
    projectRoot,
    signal,
    progress: line => process.stderr.write(`${line}\n`),
    // Loaded when needed: help and the planner answer without the whole program.
    withSystem: async work => (await import('./command-database.ts')).withSystem(setting, work),
    withDatabase: async work => (await import('./command-database.ts')).withDatabase(setting, work),
  }
})
if (stderr) process.stderr.write(stderr)
// A reader that closed its end early (`| head`) has seen enough.
process.stdout.on('error', () => process.exit(exit))
process.stdout.write(stdout, () => process.exit(signal.aborted ? interruptedExit : exit))
