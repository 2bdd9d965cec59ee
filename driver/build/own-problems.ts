import type { Plugin } from 'vite'

/** Refusals that only the office's screens can meet; a phone that met one all the same says its kind in words. */
const ofTheOffice = [
  'calls',
  'catalogue',
  'counter',
  'customers',
  'dispatch',
  'forecasting',
  'imports',
  'jobs',
  'orders',
  'recurring',
]

/** Leaves the office's refusals out of the shared texts, which travel with the first load. */
export function ownProblems(): Plugin {
  return {
    name: 'luckygas-own-problems',
    enforce: 'pre',
    transform(code, id) {
      if (!/[/\\]ui[/\\]locales[/\\][\w-]+\.json$/.test(id)) return undefined
      const texts = JSON.parse(code) as { problems: Record<string, unknown> }
      const problems = Object.fromEntries(
        Object.entries(texts.problems).filter(([group]) => !ofTheOffice.includes(group)),
      )
      return { code: JSON.stringify({ ...texts, problems }), map: null }
    },
  }
}
