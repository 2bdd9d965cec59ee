import pg from 'pg'

export interface Statement {
  text: string
  values: readonly unknown[] | undefined
}

/** The statements that went over one connection between `begin` and its end, or one statement alone. */
export type Unit = Statement[]

type Asked = { text?: unknown; values?: unknown }

/**
 * Writes down every statement that this process sends to PostgreSQL, with its values, in the order of each
 * connection. Nothing of it is invented: it is what the driver was told to send.
 */
export function recordStatements(): { take(): Unit[]; stop(): void } {
  const sent: { client: object; statement: Statement }[] = []
  const original = pg.Client.prototype.query
  const patched = function query(this: pg.Client, ...given: unknown[]) {
    const [config, values] = given as [string | Asked, unknown]
    const text = typeof config === 'string' ? config : String(config.text ?? '')
    const bound = Array.isArray(values)
      ? values
      : typeof config === 'object' && Array.isArray(config.values)
        ? config.values
        : undefined
    if (text !== '') sent.push({ client: this, statement: { text, values: bound } })
    return (original as (...args: unknown[]) => unknown).apply(this, given)
  }
  pg.Client.prototype.query = patched as typeof original
  return {
    take: () => unitsOf(sent.splice(0)),
    stop: () => {
      pg.Client.prototype.query = original
    },
  }
}

function unitsOf(sent: readonly { client: object; statement: Statement }[]): Unit[] {
  const units: Unit[] = []
  const open = new Map<object, Unit>()
  for (const { client, statement } of sent) {
    const unit = open.get(client)
    if (unit) {
      unit.push(statement)
      if (/^(commit|rollback)\b/i.test(statement.text)) open.delete(client)
      continue
    }
    const started = [statement]
    units.push(started)
    if (/^(begin|start transaction)\b/i.test(statement.text)) open.set(client, started)
  }
  return units
}
