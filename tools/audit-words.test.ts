import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { permissions } from '../contract/permissions.ts'

const root = join(import.meta.dirname, '..')
const languages = ['zh-TW', 'en'] as const

/** Actions whose name is put together, by the file that does it. */
const composed: Record<string, readonly string[]> = {
  'orders/edit-order.action.ts': ['orders.edit', 'orders.split'],
  'dispatch/turn-step.action.ts': ['plan.undo', 'plan.redo'],
}

const name = /'([a-z][a-z-]*\.[a-z][a-z-]*)'/g
const namesIn = (text: string) => [...text.matchAll(name)].map(found => found[1] ?? '')

/** Every action that a file writes into the audit trail. A name that is handed on is one of the file's own texts. */
function actionsOf(file: string, text: string): string[] {
  const told = [...text.matchAll(/\baction: ([^,\n]*)/g)].map(found => found[1] ?? '')
  const isComposed = told.some(each => each.startsWith('`'))
  const isHandedOn = /\baudit\(\{\s*action,/.test(text)
  return [
    ...told.flatMap(namesIn),
    ...(isComposed ? (composed[file] ?? [`${file} composes an action unknown here`]) : []),
    ...(isHandedOn ? namesIn(text).filter(each => !each.endsWith('.changed') && !(each in permissions)) : []),
  ]
}

function auditedActions(): string[] {
  const folder = join(root, 'server/capabilities')
  const files = globSync('**/*.ts', { cwd: folder }).filter(file => !/\.(test|fixture)\.ts$/.test(file))
  const texts = files.map(file => [file, readFileSync(join(folder, file), 'utf8')] as const)
  return [...new Set(texts.flatMap(([file, text]) => actionsOf(file, text)))].sort()
}

function wordsOf(language: string): Record<string, Record<string, string>> {
  const file = join(root, 'web/src/locales', language, 'settings.json')
  return JSON.parse(readFileSync(file, 'utf8')).audit
}

test.each(languages)('[N1] every action of the audit trail is told in words: %s', language => {
  const actions = auditedActions()
  expect(actions.length).toBeGreaterThan(50)
  const words = wordsOf(language)
  const wordless = actions.filter(action => {
    const [group = '', verb = ''] = action.split('.')
    return (words[group]?.[verb] ?? '') === ''
  })
  expect(wordless).toEqual([])
})
