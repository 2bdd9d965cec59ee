import type { PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { CheckIcon } from '@luckygas/ui/icons/things.tsx'
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import './prices.css'
import { usePriceWords } from './price-words.ts'

/** A price that explains itself: a click names the rule that made it and every other that was considered. */
export function PriceWhy({ line, label }: { line: PricedLineView; label: string }) {
  const { t } = useTranslation()
  const words = usePriceWords()
  if (!line.isPriced) return <span className="mut">{t('orders.noPrice')}</span>
  return (
    <DialogTrigger>
      <Button className="price-why">
        <span className="sr">{label}</span>
        <span className="num">{formatMoney(line.unitPriceNtd)}</span>
        <span className="mut">/ {t(`unit.${line.unit}`)}</span>
        <span className={line.rule === 'list' ? 'chip' : 'chip agreed'}>{t(`prices.kind.${line.rule}`)}</span>
      </Button>
      <Popover className="pop why" placement="bottom start">
        <Dialog>
          <Heading slot="title">{t('prices.whyOf', { name: label })}</Heading>
          <ol className="why-steps">
            {line.steps.map(step => (
              <li key={step.ruleId ?? 'list'} className={step.outcome === 'applied' ? 'on' : ''}>
                <span className="why-mark">
                  {step.outcome === 'applied' ? <CheckIcon size={14} /> : null}
                </span>
                <div>
                  <p>
                    <b>{t(`prices.kind.${step.rule}`)}</b> {words.effect(step, step.amountUnit)}
                    {step.effect === 'off' && step.unitPriceNtd !== null
                      ? ` → ${formatMoney(step.unitPriceNtd)}`
                      : ''}
                  </p>
                  <p className="mut">
                    {t(`prices.outcome.${step.outcome}`, { count: step.minQuantity })}・{words.days(step)}
                    {step.reason === '' ? '' : `・${step.reason}`}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
