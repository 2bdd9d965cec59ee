/** What other capabilities and `main` may use of the imports. */
export type { CustomerRecord, EquipmentKind, SiteRecord } from './customer-record.rules.ts'
export type { HistoryRecord } from './history-record.rules.ts'
export type { ImportDeps, ImportedCustomers, NewCustomer, StoredCustomer } from './import-deps.ts'
export { exitCodeOf, type ImportFileRequest, importFile } from './import-file.action.ts'
export { type ImportKind, importKindOf } from './import-kinds.ts'
export { type Imports, makeImports } from './make-imports.ts'
export { readRecentHistory } from './recent-history.ts'
export { remarkText } from './remarks.rules.ts'
