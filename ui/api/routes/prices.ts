import type * as contract from '@luckygas/contract/endpoints/prices.ts'
import { route } from '../route.ts'

export const addPriceRule = route<typeof contract.addPriceRule>(
  'catalogue.add-rule',
  'POST',
  '/api/prices/rules',
)
export const applyPriceUpdate = route<typeof contract.applyPriceUpdate>(
  'catalogue.apply-update',
  'POST',
  '/api/prices/updates',
)
export const endPriceRule = route<typeof contract.endPriceRule>(
  'catalogue.end-rule',
  'POST',
  '/api/prices/rules/:id/end',
)
export const getPriceBoard = route<typeof contract.getPriceBoard>(
  'catalogue.price-board',
  'GET',
  '/api/prices/board',
)
export const listPriceHistory = route<typeof contract.listPriceHistory>(
  'catalogue.price-history',
  'GET',
  '/api/prices/history',
)
export const listPriceRules = route<typeof contract.listPriceRules>(
  'catalogue.list-rules',
  'GET',
  '/api/prices/rules',
)
export const listPriceUpdates = route<typeof contract.listPriceUpdates>(
  'catalogue.list-updates',
  'GET',
  '/api/prices/updates',
)
export const previewPriceUpdate = route<typeof contract.previewPriceUpdate>(
  'catalogue.preview-update',
  'POST',
  '/api/prices/updates/preview',
  { isKeyless: true },
)
export const quotePrices = route<typeof contract.quotePrices>(
  'catalogue.quote',
  'POST',
  '/api/prices/quote',
  { isKeyless: true },
)
export const undoPriceUpdate = route<typeof contract.undoPriceUpdate>(
  'catalogue.undo-update',
  'POST',
  '/api/prices/updates/:id/undo',
)
