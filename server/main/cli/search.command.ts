import {
  searchCheckCommand as check,
  searchRebuildCommand as rebuild,
} from '../../capabilities/search/search.api.ts'
import type { Command } from './command.ts'

/** Makes what Ctrl+K finds anew from the tables; needed only after `search check` or `integrity` says that it differs. */
export const searchRebuildCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) => io.withSystem(system => rebuild(system.db, system.search.engine)),
}

/** Whether what Ctrl+K finds is what the tables say, in PostgreSQL and in the engine that follows; exit 2 when not. */
export const searchCheckCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) => io.withSystem(system => check(system.db, system.search.engine, io.clock.now())),
}
