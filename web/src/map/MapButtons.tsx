import { LocateIcon, MinusIcon, PlusIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'

export function MapButtons({ onZoom, onHome }: { onZoom: (step: number) => void; onHome: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="mc">
      <button type="button" onClick={() => onZoom(1)} aria-label={t('map.nearer')}>
        <PlusIcon size={16} />
      </button>
      <button type="button" onClick={() => onZoom(-1)} aria-label={t('map.farther')}>
        <MinusIcon size={16} />
      </button>
      <button type="button" onClick={onHome} aria-label={t('map.home')}>
        <LocateIcon size={16} />
      </button>
    </div>
  )
}
