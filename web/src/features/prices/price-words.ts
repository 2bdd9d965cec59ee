import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { PricedLineView, PriceRuleView } from '@luckygas/contract/endpoints/prices.ts'
import type { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { formatDate, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'

export type Product = EndpointAnswer<NonNullable<(typeof listProducts)['types']>>['products'][number]
export type Step = PricedLineView['steps'][number]

/** Sentences about prices, the same wherever one is shown. */
export function usePriceWords() {
  const { t } = useTranslation()
  return {
    /** `860 / 桶`. */
    amount: (ntd: string, unit: Step['amountUnit']) => `${formatMoney(ntd)} / ${t(`unit.${unit}`)}`,
    /** What a rule says: a price, or so much off the list. */
    effect: ({ effect, amountNtd }: Pick<Step, 'effect' | 'amountNtd'>, unit: Step['amountUnit']) =>
      effect === 'fixed'
        ? `${formatMoney(amountNtd)} / ${t(`unit.${unit}`)}`
        : t('prices.off', { amount: formatMoney(amountNtd), unit: t(`unit.${unit}`) }),
    /** From when to when; the last day named is the last on which it holds. */
    days: ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) =>
      validTo === null
        ? t('prices.fromOn', { from: formatDate(validFrom) })
        : t('prices.fromUntil', { from: formatDate(validFrom), until: formatDate(validTo) }),
    /** Whom a rule is for. */
    scope: (rule: PriceRuleView) =>
      [
        rule.customer
          ? `${rule.customer.shortName} ${rule.customer.code}`
          : rule.customerKind === null
            ? t('prices.everybody')
            : t(`customers.kind.${rule.customerKind}`),
        rule.siteId === null ? '' : t('prices.oneSite'),
        rule.minQuantity > 1 ? t('prices.fromPieces', { count: rule.minQuantity }) : '',
      ]
        .filter(text => text !== '')
        .join('・'),
  }
}
