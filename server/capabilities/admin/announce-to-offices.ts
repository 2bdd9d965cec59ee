import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { Announcement, WriteContext } from '../../platform/database/write.ts'
import { readDepotIds } from './company.store.ts'

/** Announces something that concerns every depot's office, such as a price or a user. */
export async function announceToOffices(
  context: WriteContext,
  event: Omit<Announcement, 'stream'>,
): Promise<void> {
  for (const depotId of await readDepotIds(context.db)) {
    await context.announce({ ...event, stream: officeStream(depotId) })
  }
}
