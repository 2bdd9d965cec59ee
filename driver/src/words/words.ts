import type { Locale } from '@luckygas/ui/i18n/create-i18n.ts'
import { observable } from '@luckygas/ui/observable.ts'

/**
 * The driver's texts. The desk uses i18next; on a phone its 17 kB would be an eighth of what may be loaded at the
 * start, and a driver's screens need nothing of it but look-up and filling in.
 */
export interface TextTree {
  [name: string]: string | TextTree
}
export type TextParams = Readonly<Record<string, string | number>>
/** The text of a dotted key with its `{{names}}` filled in; the key itself where no language has it. */
export type Translate = (key: string, params?: TextParams) => string

export interface Words {
  locale: ReturnType<typeof observable<Locale>>
  t: Translate
  has(key: string): boolean
  /** Shows a language once it is here; stays with the present one when it cannot be had. Answers the one shown. */
  show(locale: Locale): Promise<Locale>
}

function textAt(tree: TextTree | undefined, key: string): string | undefined {
  let at: string | TextTree | undefined = tree
  for (const name of key.split('.')) {
    if (typeof at !== 'object') return undefined
    at = at[name]
  }
  return typeof at === 'string' ? at : undefined
}

const filled = (text: string, params: TextParams) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

/**
 * @param fallback the language that travels in the bundle: Traditional Chinese
 * @param loaders the others, fetched when first wanted
 */
export function createWords(
  fallback: TextTree,
  loaders: Partial<Record<Locale, () => Promise<TextTree>>>,
): Words {
  const base: Locale = 'zh-TW'
  const trees: Partial<Record<Locale, TextTree>> = { [base]: fallback }
  const locale = observable<Locale>(base)
  const find = (key: string) => textAt(trees[locale.get()], key) ?? textAt(fallback, key)
  return {
    locale,
    t: (key, params = {}) => filled(find(key) ?? key, params),
    has: key => find(key) !== undefined,
    async show(wanted) {
      const tree = trees[wanted] ?? (await loaders[wanted]?.().catch(() => undefined))
      if (tree === undefined) return locale.get()
      trees[wanted] = tree
      locale.set(wanted)
      if (globalThis.document !== undefined)
        document.documentElement.lang = wanted === base ? 'zh-Hant-TW' : wanted
      return wanted
    },
  }
}
