import { integrityCommand as proveIntegrity } from '../../capabilities/integrity/integrity.api.ts'
import type { Command } from './command.ts'

/**
 * Proves that ledgers, orders, stops, deliveries, events and files agree, the bytes of every file included; exit 2 when
 * anything does not, with what to do about it. It changes nothing.
 */
export const integrityCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) => io.withSystem(system => proveIntegrity(system.db, system.files, io.signal)),
}
