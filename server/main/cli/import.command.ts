import { basename, resolve } from 'node:path'
import type { ImportResult } from '../../../contract/endpoints/imports.ts'
import { Problem } from '../../../contract/kernel/problem.ts'
import { exitCodeOf, importKindOf, remarkText } from '../../capabilities/imports/imports.api.ts'
import { systemActor } from '../../platform/actor.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { foundFirstCompany, isEmpty } from '../first-start.ts'
import { type Command, UsageError } from './command.ts'

const kinds = 'customers|members|history'

/**
 * Imports a legacy file, whether the server runs or not. Moving in may come before the first start: an empty database
 * gets its company first, a real one, since nobody imports his customers into a demonstration.
 */
export const importCommand: Command = {
  usage: `${kinds} FILE [--dry-run]`,
  options: { 'dry-run': { type: 'boolean', default: false } },
  async run({ values, positionals }, io) {
    const [word = '', path, ...others] = positionals
    const kind = importKindOf(word)
    if (kind === undefined || path === undefined || others.length > 0)
      throw new UsageError(`import needs ${kinds} and one FILE.`)
    const isDryRun = values['dry-run'] === true
    const result = await io.withSystem(async system => {
      if (!isDryRun && (await isEmpty(system)))
        await foundFirstCompany(system, openDataFolder(io.config.dataFolder), {
          name: '幸福氣',
          isDemo: false,
        })
      const request = { kind, path: resolve(path), fileName: basename(path), isDryRun }
      return system.importFile({ ...request, actor: systemActor, traceId: 'luckygas import' }).catch(explain)
    })
    return { exit: exitCodeOf(result), json: result, text: describe(result, isDryRun) }
  },
}

/** A file that cannot be read at all, in a sentence. */
function explain(error: unknown): never {
  if (!(error instanceof Problem)) throw error
  const columns = error.options.params?.columns
  error.message = columns === undefined ? error.code : `${error.code}: ${columns}`
  throw error
}

/** Findings shown to a person; `--json` has them all. */
const shown = 30

function describe(result: ImportResult, isDryRun: boolean): string {
  const { rows, accepted, rejected, warnings, skipped, changes, cylinders } = result
  const sizes = Object.entries(cylinders).map(([size, count]) => `${size}kg × ${count}`)
  const lines = [
    isDryRun ? '試跑，未寫入任何資料 dry run, nothing was written' : '匯入完成 imported',
    `讀取 read ${rows}  接受 accepted ${accepted}  退回 rejected ${rejected.length}  略過 skipped ${skipped}`,
    `新增 create ${changes.create}  更新 update ${changes.update}  不變 same ${changes.same}`,
    `鋼瓶 cylinders ${sizes.reverse().join('  ')}`,
  ]
  for (const [title, list] of [
    ['退回 rejected', rejected],
    ['提醒 warnings', warnings],
  ] as const) {
    if (list.length === 0) continue
    lines.push('', `${title}: ${list.length}`)
    for (const { row, column, code, value } of list.slice(0, shown))
      lines.push(`  第 ${row} 列  ${column}  ${JSON.stringify(value)}  ${remarkText(code)} (${code})`)
    if (list.length > shown) lines.push(`  … --json`)
  }
  return lines.join('\n')
}
