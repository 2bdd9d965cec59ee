import { createClient } from '@luckygas/ui/api/client.ts'

/** The one client of this page. */
export const api = createClient()
