import { systemActor } from '../../platform/actor.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { importFile } from './import-file.action.ts'
import { importDepsOn } from './imports.test-support.ts'

/** Imports a history file under a run's id, to be killed in the middle: DATABASE_URL FILE RUN_ID. */
const [connectionString = '', path = '', runId = ''] = process.argv.slice(2)
const database = openDatabase({ connectionString })
const deps = importDepsOn(database)
await importFile(deps, {
  kind: 'history',
  path,
  fileName: 'history.csv',
  isDryRun: false,
  actor: systemActor,
  traceId: 'child',
  runId,
})
await database.close()
