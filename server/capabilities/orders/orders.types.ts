import type { WriteContext } from '../../platform/database/write.ts'

/** What orders need of dispatch; `main` joins them. */
export interface OrdersDeps {
  /**
   * A person cancelled an order, or put it back, while it stood on the plan: its stop leaves the plan in the same
   * transaction. The order's own state has already moved.
   */
  leavePlan(context: WriteContext, orderId: string): Promise<void>
}
