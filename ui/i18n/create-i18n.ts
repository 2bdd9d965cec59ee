import i18next, { type i18n, type Resource, type ResourceLanguage } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const defaultLocale = 'zh-TW'
export const locales = ['zh-TW', 'en'] as const
export type Locale = (typeof locales)[number]

const storageKey = 'luckygas.locale'

/** Any tag a browser or a user setting may name → a locale we have; undefined where we have none near it. */
export function knownLocale(tag: string | null | undefined): Locale | undefined {
  if (tag === null || tag === undefined || tag === '') return undefined
  const exact = locales.find(locale => locale.toLowerCase() === tag.toLowerCase())
  return exact ?? (/^zh\b/i.test(tag) ? 'zh-TW' : /^en\b/i.test(tag) ? 'en' : undefined)
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** User setting, then what this browser stored, then the browser's languages, then Traditional Chinese. */
export function chooseLocale(userSetting?: string | null): Locale {
  const browser = globalThis.navigator?.languages ?? []
  for (const tag of [userSetting, storedLocale(), ...browser]) {
    const locale = knownLocale(tag)
    if (locale !== undefined) return locale
  }
  return defaultLocale
}

export interface I18nOptions {
  /** Traditional Chinese travels in the bundle, so that a blocked request leaves a Chinese interface. */
  fallback: ResourceLanguage
  /** Other locales, fetched when first wanted; the hashed chunk stays in the browser's cache. */
  load: Partial<Record<Locale, () => Promise<ResourceLanguage>>>
  isDebug?: boolean
}

/** Prepares i18next for one app; the interface is Chinese at once and changes when another locale has arrived. */
export async function createI18n(options: I18nOptions): Promise<i18n> {
  const resources: Resource = { [defaultLocale]: { translation: options.fallback } }
  const instance = i18next.createInstance()
  await instance.use(initReactI18next).init({
    resources,
    lng: defaultLocale,
    fallbackLng: defaultLocale,
    nsSeparator: false,
    debug: options.isDebug ?? false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  loaders.set(instance.services.resourceStore, options.load)
  return instance
}

/** By the store, because components are handed a copy of the instance. */
const loaders = new WeakMap<object, I18nOptions['load']>()

/** Shows a locale; when it cannot be loaded the interface keeps the language it has. Answers the locale shown. */
export async function showLocale(instance: i18n, locale: Locale): Promise<Locale> {
  if (!instance.hasResourceBundle(locale, 'translation')) {
    try {
      const bundle = await loaders.get(instance.services.resourceStore)?.[locale]?.()
      if (bundle === undefined) return knownLocale(instance.language) ?? defaultLocale
      instance.addResourceBundle(locale, 'translation', bundle)
    } catch {
      return knownLocale(instance.language) ?? defaultLocale
    }
  }
  await instance.changeLanguage(locale)
  if (globalThis.document !== undefined)
    document.documentElement.lang = locale === 'zh-TW' ? 'zh-Hant-TW' : locale
  return locale
}

/** Remembers the choice in this browser, for the login screen and for days without signal. */
export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // A browser that refuses storage still shows the chosen language until it is closed.
  }
}
