import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import {
  type Command,
  type CommandArguments,
  type CommandEntry,
  type CommandIo,
  type Outcome,
  UsageError,
} from './command.ts'

const frameOptions = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig

/** What is to be written where; the caller writes it and exits. */
export type Reply = { exit: Outcome['exit']; stdout: string; stderr: string }

/**
 * Runs one command line. With `--json`, standard output is one JSON value whatever happens: the outcome, or
 * `{"error":{"code","message"}}` with exit code 1, or 2 when it was called wrongly.
 */
export async function runCommand(
  argv: readonly string[],
  table: readonly CommandEntry[],
  makeIo: (commandName: string) => CommandIo,
): Promise<Reply> {
  const isJson = argv.includes('--json')
  try {
    const entry = findEntry(argv, table)
    if (!entry) return overview(argv, table)
    const command = await entry.load()
    const { isHelp, args } = parse(argv.slice(entry.name.split(' ').length), entry, command)
    if (isHelp) return { exit: 0, stdout: `${usageOf(entry, command)}\n`, stderr: '' }
    const outcome = await command.run(args, makeIo(entry.name))
    const stdout = isJson ? JSON.stringify(outcome.json) : outcome.text
    return { exit: outcome.exit, stdout: stdout ? `${stdout}\n` : '', stderr: '' }
  } catch (error) {
    return failure(error as Error, isJson)
  }
}

/** The entry with the most words that the line begins with: `import customers` before `import`. */
function findEntry(argv: readonly string[], table: readonly CommandEntry[]): CommandEntry | undefined {
  return table
    .filter(({ name }) => name.split(' ').every((word, index) => argv[index] === word))
    .sort((a, b) => b.name.length - a.name.length)[0]
}

function overview(argv: readonly string[], table: readonly CommandEntry[]): Reply {
  const isAskedFor = argv.length === 0 || argv[0] === 'help' || argv[0] === '--help' || argv[0] === '-h'
  if (!isAskedFor) throw new UsageError(`Unknown command: ${argv.slice(0, 2).join(' ')}\n\n${listOf(table)}`)
  return { exit: 0, stdout: `${listOf(table)}\n`, stderr: '' }
}

function listOf(table: readonly CommandEntry[]): string {
  const width = Math.max(...table.map(({ name }) => name.length)) + 2
  const lines = table.map(({ name, summary }) => `  ${name.padEnd(width)}${summary.zh}  ${summary.en}`)
  return [
    '用法 usage: npx luckygas <command> [--json] [--help]',
    '',
    ...lines,
    '',
    '結束代碼 exit codes: 0 成功 clean, 1 失敗 failed, 2 有資料被退回或用法錯誤 rejections or wrong usage',
  ].join('\n')
}

function usageOf({ name, summary }: CommandEntry, { usage }: Command): string {
  return `用法 usage: npx luckygas ${`${name} ${usage}`.trim()} [--json]\n\n${summary.zh}\n${summary.en}`
}

function parse(
  rest: string[],
  entry: CommandEntry,
  command: Command,
): { isHelp: boolean; args: CommandArguments } {
  try {
    const options = { ...command.options, ...frameOptions }
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true })
    return { isHelp: values.help === true, args: { values, positionals } }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usageOf(entry, command)}`)
  }
}

/** Errors that carry their own stable code (a refusal, a wrong setting) show it; all else is `failed`. */
function failure(error: Error, isJson: boolean): Reply {
  const isUsage = error instanceof UsageError
  const code = (error as { code?: unknown }).code
  const shown = {
    code: isUsage ? 'usage' : typeof code === 'string' ? code : 'failed',
    message: error.message,
  }
  return {
    exit: isUsage ? 2 : 1,
    stdout: isJson ? `${JSON.stringify({ error: shown })}\n` : '',
    stderr: isJson ? '' : `${error.message}\n`,
  }
}
