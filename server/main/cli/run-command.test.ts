import { expect, test } from 'vitest'
import { type Command, type CommandEntry, type CommandIo, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { runCommand } from './run-command.ts'

const command = (run: Command['run'], options: Command['options'] = {}): Command => ({
  usage: 'FILE',
  options,
  run,
})
const entry = (name: string, loaded: Command): CommandEntry => ({
  name,
  summary: { zh: `做${name}`, en: `do ${name}` },
  load: async () => loaded,
})

const table: readonly CommandEntry[] = [
  entry(
    'import',
    command(async () => ({ exit: 0, json: 'short', text: 'short' })),
  ),
  entry(
    'import customers',
    command(
      async ({ values, positionals }) => ({ exit: 2, json: { values, positionals }, text: '退回 1 列' }),
      { 'dry-run': { type: 'boolean' } },
    ),
  ),
  entry(
    'break',
    command(async () => {
      throw Object.assign(new Error('No such file.'), { code: 'imports.no-file' })
    }),
  ),
  entry(
    'picky',
    command(async () => {
      throw new UsageError('picky needs a FILE.')
    }),
  ),
]

const io = {} as CommandIo
const run = (...argv: string[]) => runCommand(argv, table, () => io)

test('[P1] the longest name wins, and options and files reach the command', async () => {
  const reply = await run('import', 'customers', 'a.xlsx', '--dry-run', '--json')
  expect(reply.exit).toBe(2)
  expect(JSON.parse(reply.stdout)).toEqual({
    values: { json: true, help: false, 'dry-run': true },
    positionals: ['a.xlsx'],
  })
  expect((await run('import', 'a.xlsx')).stdout).toBe('short\n')
})

test('[P1] people get the text and programs the one JSON value, never both', async () => {
  expect((await run('import', 'customers')).stdout).toBe('退回 1 列\n')
  expect((await run('import', 'customers', '--json')).stdout).not.toContain('退回')
})

test('[P1] a failure ends with 1 and wrong usage with 2, in JSON too', async () => {
  expect(await run('break')).toEqual({ exit: 1, stdout: '', stderr: 'No such file.\n' })
  const failed = await run('break', '--json')
  expect([failed.exit, JSON.parse(failed.stdout)]).toEqual([
    1,
    { error: { code: 'imports.no-file', message: 'No such file.' } },
  ])
  expect((await run('picky')).exit).toBe(2)
  expect((await run('nothing')).exit).toBe(2)
  const unknown = await run('import', 'customers', '--dry', '--json')
  expect([unknown.exit, JSON.parse(unknown.stdout).error.code]).toEqual([2, 'usage'])
})

test('[P1] help lists every command in Chinese and English and loads none', async () => {
  const help = await runCommand(['--help'], commands, () => io)
  expect(help.exit).toBe(0)
  for (const { summary } of commands) expect(help.stdout).toContain(`${summary.zh}  ${summary.en}`)
})

test('[P1] every command loads and explains itself', async () => {
  for (const { name } of commands) {
    const { exit, stdout } = await runCommand([...name.split(' '), '--help'], commands, () => io)
    expect(exit).toBe(0)
    expect(stdout).toContain(`npx luckygas ${name}`)
  }
})
