import type { Stop } from '../../offline/day.rules.ts'
import { sizeText } from '../../parts/figures.ts'
import { Cylinders } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'

/** The banks at the site: which to change and which to leave alone. Empty is an outline, in use is solid. */
export function BankCard({ stop }: { stop: Stop }) {
  const { t } = useWords()
  const areas = stop.areas.filter(area => area.inUse > 0)
  if (areas.length === 0) return null
  return (
    <div className="banks">
      {areas.map(area => (
        <div key={area.ordinal} className="card bank">
          <div className="change">
            <b>{t('bank.emptyRow')}</b>
            <Cylinders count={area.inUse} isFull={false} size={40} />
            <em>{t('bank.change', { size: sizeText(area.cylinderType), count: area.inUse })}</em>
          </div>
          {area.standby > 0 && (
            <div>
              <b>{t('bank.inUse')}</b>
              <Cylinders count={area.standby} isFull size={40} />
              <em>{t('bank.leave')}</em>
            </div>
          )}
        </div>
      ))}
      {stop.changeoverModel !== null && (
        <p className="hint">{t('bank.changeover', { model: stop.changeoverModel })}</p>
      )}
    </div>
  )
}
