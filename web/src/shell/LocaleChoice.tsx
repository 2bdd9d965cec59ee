import { type Locale, locales, showLocale, storeLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import { useTranslation } from 'react-i18next'

/** The languages by their own names, as a person looking for theirs reads them. */
export const localeNames: Record<Locale, string> = { 'zh-TW': '中文', en: 'English' }

export function LocaleChoice() {
  const { t, i18n } = useTranslation()
  const choose = async (locale: Locale) => {
    storeLocale(await showLocale(i18n, locale))
  }
  return (
    <fieldset className="seg" aria-label={t('shell.language')}>
      {locales.map(locale => (
        <button
          key={locale}
          type="button"
          aria-pressed={i18n.language === locale}
          onClick={() => void choose(locale)}
        >
          {localeNames[locale]}
        </button>
      ))}
    </fieldset>
  )
}
