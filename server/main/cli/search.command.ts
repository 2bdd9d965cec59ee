import { searchRebuildCommand as rebuild } from '../../capabilities/search/search.api.ts'
import type { Command } from './command.ts'

/** Makes what Ctrl+K finds anew from the tables; needed only after `integrity` says that it differs. */
export const searchRebuildCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) => io.withSystem(system => rebuild(system.db)),
}
