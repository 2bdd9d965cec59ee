import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../infra/engines')

/**
 * The settings of an engine as its container gets them: `infra/engines/<name>` with each `${NAME}` filled.
 * @throws when a name of the template is not given, or a given one is not in it
 */
export function fillTemplate(name: string, values: Readonly<Record<string, string | number>>): string {
  const unused = new Set(Object.keys(values))
  const text = readFileSync(join(folder, name), 'utf8').replace(/\$\{([A-Z0-9_]+)\}/g, (_, key: string) => {
    const value = values[key]
    if (value === undefined) throw new Error(`${name} needs ${key}`)
    unused.delete(key)
    return String(value)
  })
  if (unused.size > 0) throw new Error(`${name} knows nothing of ${[...unused].join(', ')}`)
  return text
}
