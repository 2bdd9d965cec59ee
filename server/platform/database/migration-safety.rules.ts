/** Tables that grow with every working day: what holds a lock on one of them until every row is read stops the company. */
const bigTables = [
  'audit',
  'cash_entry',
  'cash_movement',
  'cylinder_entry',
  'cylinder_movement',
  'delivery',
  'delivery_file',
  'delivery_history',
  'delivery_line',
  'driver_command',
  'due_item',
  'file_object',
  'idempotency_key',
  'order_change',
  'order_line',
  'outbox_event',
  'position',
  'residual_weighing',
  'sales_order',
  'search_document',
  'stop',
  'stop_line',
]

const big = `(?:only\\s+)?(?:${bigTables.join('|')})\\b`

/** What a statement must not do on a big table, each with the way that does not block. */
const rules: readonly { is: RegExp; unless?: RegExp; instead: string }[] = [
  {
    is: new RegExp(`^create\\s+(unique\\s+)?index\\b[^;]*\\son\\s+${big}`),
    unless: /\bconcurrently\b/,
    instead: 'create the index concurrently, in a migration of its own that begins with "-- concurrently"',
  },
  {
    is: new RegExp(
      `^alter\\s+table\\s+${big}[^;]*\\badd\\s+(constraint|check|foreign|unique|primary|exclude)\\b`,
    ),
    unless: /\bnot\s+valid\b/,
    instead: 'add the constraint "not valid", and validate it in a later migration',
  },
  {
    is: new RegExp(`^alter\\s+table\\s+${big}[^;]*\\bset\\s+not\\s+null\\b`),
    instead: 'add a check (… is not null) "not valid" and validate it in a later migration',
  },
  {
    is: new RegExp(
      `^alter\\s+table\\s+${big}[^;]*\\b(alter\\s+(column\\s+)?\\w+\\s+(set\\s+data\\s+)?type)\\b`,
    ),
    instead: 'add a new column and backfill it',
  },
  {
    is: new RegExp(
      `^alter\\s+table\\s+${big}[^;]*\\badd\\s+column\\b[^;]*\\bgenerated\\s+always\\s+as\\s*\\(`,
    ),
    instead: 'add an ordinary column, kept by a trigger, and backfill it',
  },
  {
    is: new RegExp(
      `^alter\\s+table\\s+${big}[^;]*\\badd\\s+column\\b[^;]*\\bdefault\\s+(gen_random_uuid|clock_timestamp|nextval|random)\\b`,
    ),
    instead: 'add the column without a default that differs by row, and backfill it',
  },
  {
    is: new RegExp(`^(update|delete\\s+from)\\s+${big}`),
    instead: 'change rows in bits after a line "-- backfill"',
  },
  {
    is: new RegExp(`^(insert\\s+into|create\\s+table)\\b[^;]*\\bselect\\b[^;]*\\bfrom\\s+${big}`),
    instead: 'copy rows in bits after a line "-- backfill"',
  },
  {
    is: new RegExp(`^(vacuum|cluster|reindex|lock\\s+table|truncate)\\b[^;]*${big}`),
    instead: 'leave it to the database, or to a command of its own',
  },
]

const isValidation = new RegExp(`^alter\\s+table\\s+${big}[^;]*\\bvalidate\\s+constraint\\b`)
const isAlteration = new RegExp(`^alter\\s+table\\s+${big}`)

/** What of a migration would make people wait once the tables are large, each as `statement: what to do instead`. */
export function unsafeStatements(sql: string): string[] {
  const structure = sql.split(/^-- backfill\b/m)[0] ?? ''
  const statements = structure
    .replace(/--.*$/gm, '')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .toLowerCase()
    .split(';')
    .map(statement => statement.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
  const found = statements.flatMap(statement =>
    rules
      .filter(({ is, unless }) => is.test(statement) && !unless?.test(statement))
      .map(({ instead }) => `${statement.slice(0, 100)}: ${instead}`),
  )
  const validations = statements.filter(statement => isValidation.test(statement))
  if (validations.length > 0 && statements.some(each => isAlteration.test(each) && !isValidation.test(each)))
    found.push(`${validations[0]?.slice(0, 100)}: validate in a migration of its own, after its lock is gone`)
  return found
}
