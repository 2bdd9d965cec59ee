import type { ResourceLanguage } from 'i18next'

/** Puts an app's own texts beside the shared ones; the top-level groups must not meet. */
export function mergeLocale(...parts: ResourceLanguage[]): ResourceLanguage {
  return Object.assign({}, ...parts)
}
