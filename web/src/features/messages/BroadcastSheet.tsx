import { useTranslation } from 'react-i18next'
import { Sheet } from '../../parts/Sheet.tsx'
import { Composer } from './Composer.tsx'
import type { Phrase } from './thread.types.ts'

/** The same words to every driver of the depot, as when a typhoon comes. */
export function BroadcastSheet({ phrases, onClose }: { phrases: readonly Phrase[]; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('messages.tellAll')} isOpen onClose={onClose}>
      <p className="mut">{t('messages.tellAllHint')}</p>
      <Composer driverIds={null} phrases={phrases} onSent={onClose} />
    </Sheet>
  )
}
