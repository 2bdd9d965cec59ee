import { useTranslation } from 'react-i18next'
import { Segments } from '../../parts/Segments.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { ListPrices } from '../prices/ListPrices.tsx'
import { PriceBoard } from '../prices/PriceBoard.tsx'
import { PriceRules } from '../prices/PriceRules.tsx'
import { PriceUpdates } from '../prices/PriceUpdates.tsx'

const views = { list: ListPrices, rules: PriceRules, updates: PriceUpdates, board: PriceBoard } as const
type View = keyof typeof views
const viewNames = Object.keys(views) as View[]

/** Prices: the list with its history, what is agreed above it, the monthly change, and the board the law asks for. */
export function PricesTab() {
  const { t } = useTranslation()
  const [chosen, choose] = useUrlState('view', 'list')
  const view = viewNames.find(each => each === chosen) ?? 'list'
  const Content = views[view]
  return (
    <>
      <div className="part price-views">
        <Segments
          label={t('settings.tab.prices')}
          value={view}
          onChange={choose}
          options={viewNames.map(value => ({ value, text: t(`prices.view.${value}`) }))}
        />
      </div>
      <Content />
    </>
  )
}
