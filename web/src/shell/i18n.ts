import { createI18n } from '@luckygas/ui/i18n/create-i18n.ts'
import { zhTw } from '../locales/zh-TW/index.ts'

/** Traditional Chinese travels with the app; English is fetched when it is wanted. */
export const prepareI18n = () =>
  createI18n({
    fallback: zhTw,
    load: { en: async () => (await import('../locales/en/index.ts')).en },
    isDebug: import.meta.env.VITE_I18N_DEBUG === 'on',
  })
