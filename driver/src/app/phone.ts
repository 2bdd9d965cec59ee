import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import type { DriverDatabase } from '../offline/database.ts'
import { type SettingValues, writeSetting } from '../offline/settings.store.ts'
import { createDrafts } from './phone-drafts.ts'
import { createFacts } from './phone-facts.ts'
import { createMemory } from './phone-memory.ts'
import { createSession } from './phone-session.ts'

/** The app's one door to the phone's memory and the office: screens read `state` and call these verbs. */
export function createPhone(database: DriverDatabase, client: ApiClient) {
  const memory = createMemory(database, client)
  const drafts = createDrafts(memory)
  const { state, sender, reload } = memory
  const { draft, saveDraft, keepPicture, settled } = drafts
  return {
    database,
    client,
    state,
    sender,
    reload,
    noteFault: memory.noteFault,
    measureRoom: memory.measureRoom,
    draft,
    saveDraft,
    keepPicture,
    settled,
    ...createFacts(memory, drafts),
    ...createSession(memory, drafts.settled),
    refresh: () => sender.wantDay(true),
    async chooseGuide(guide: SettingValues['guide']): Promise<void> {
      await writeSetting(database, 'guide', guide)
      await reload()
    },
    /** How old the day on this phone is, in milliseconds. */
    ageMs: () => nowMs() - state.get().fetchedAtMs,
  }
}
export type Phone = ReturnType<typeof createPhone>
