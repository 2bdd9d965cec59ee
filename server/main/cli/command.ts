import type { ParseArgsOptionsConfig } from 'node:util'
import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../config.ts'
import type { System } from '../wiring.ts'

/** 0: clean. 1: failed. 2: done with rejections, or called wrongly. */
export type ExitCode = 0 | 1 | 2

/** How a command ended: one JSON value for programs (`--json`) and a text for people, never both. */
export type Outcome = { exit: ExitCode; json: unknown; text: string }

/** The values of a command's own options after parsing. */
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

export type CommandArguments = { values: OptionValues; positionals: readonly string[] }

/** What a command may touch besides its files. Standard output belongs to the outcome alone. */
export type CommandIo = {
  config: Config
  clock: Clock
  /** The project's root, against which nothing a user typed is resolved; that is the working directory's part. */
  projectRoot: string
  /** A line about how far it is; goes to standard error. */
  progress(line: string): void
  /** Aborted by Ctrl-C; a long command may end early and cleanly. */
  signal: AbortSignal
  /** Runs work on the wired program, whether or not the server runs: the database starts and stops as needed. */
  withSystem<T>(work: (system: System) => Promise<T>): Promise<T>
  /** As `withSystem` with the bare database, not migrated; for looking, not for working. */
  withDatabase<T>(work: (connectionString: string) => Promise<T>): Promise<T>
}

/** One command of `npx luckygas`. `--json` and `--help` come with the frame. */
export type Command = {
  /** What follows the name in the usage line: `FILE [--dry-run]`. */
  usage: string
  options: ParseArgsOptionsConfig
  run(args: CommandArguments, io: CommandIo): Promise<Outcome>
}

/** A line of the table of commands. The code is loaded only when the command runs, so that help answers at once. */
export type CommandEntry = {
  /** One or two words: `https`, `import customers`. */
  name: string
  summary: { zh: string; en: string }
  load(): Promise<Command>
}

/** The command was called wrongly; the message says how to call it. Ends with exit code 2. */
export class UsageError extends Error {}
