import { integrityCommand as proveIntegrity } from '../../capabilities/integrity/integrity.api.ts'
import type { Command } from './command.ts'

/** Proves that ledgers, orders, stops, deliveries, events and files agree; exit 2 when anything does not. */
export const integrityCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) => io.withSystem(system => proveIntegrity(system.db)),
}
