import type { Command, CommandIo } from './command.ts'
import { type Finding, healthChecks } from './health-checks.ts'

const marks: Readonly<Record<Finding['state'], string>> = { good: '✓', warning: '!', bad: '✗' }

/**
 * Looks at everything the program stands on. It changes nothing but what every start would put right as well: files
 * others could read, a certificate near its end. Exit code 1 when something is bad.
 */
export const doctorCommand: Command = {
  usage: '',
  options: {},
  async run(_args, io) {
    const findings: Finding[] = []
    for (const { name, check } of healthChecks) findings.push(...(await findingsOf(name, check, io)))
    const isBad = findings.some(({ state }) => state === 'bad')
    const width = Math.max(...findings.map(({ check }) => check.length)) + 2
    const text = findings.map(({ check, state, detail }) => `${marks[state]} ${check.padEnd(width)}${detail}`)
    return { exit: isBad ? 1 : 0, json: { isHealthy: !isBad, findings }, text: text.join('\n') }
  },
}

/** A check that itself fails is a bad finding, not the end of the others. */
async function findingsOf(
  name: string,
  check: (typeof healthChecks)[number]['check'],
  io: CommandIo,
): Promise<Finding[]> {
  try {
    return (await check(io)).map(finding => ({ check: name, ...finding }))
  } catch (error) {
    return [{ check: name, state: 'bad', detail: (error as Error).message }]
  }
}
