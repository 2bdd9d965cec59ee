import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { OrderLine } from './orders.rules.ts'
import type { Order } from './orders.store.ts'

/** What orders need of dispatch and of the books; `main` joins them. */
export interface OrdersDeps {
  /**
   * A person cancelled or changed an order while it stood on a plan: its stops leave it in the same transaction.
   * Answers the days whose plans it left.
   */
  leavePlan(context: WriteContext, orderId: string): Promise<string[]>
  /** A changed order waits in the tray of its day's plan with its new goods. */
  joinPlan(context: WriteContext, order: Order & { lines: OrderLine[] }): Promise<void>
  /** The driver who holds an order's stop looks again: how it is paid or what is noted has changed. */
  tellDriver(context: WriteContext, orderId: string): Promise<void>
  /** What each site owes, negative is credit, and the deposits it has paid; whole NT$. */
  readAccounts(db: Reader, siteId: string): Promise<{ owedNtd: bigint; depositNtd: bigint }>
}
