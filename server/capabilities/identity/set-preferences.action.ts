import type { WriteContext } from '../../platform/database/write.ts'
import { notSignedIn } from './identity.errors.ts'
import { type User, updatePreferences } from './user.store.ts'

/** Language and which app opens first, for the person himself; null goes back to the default. */
export async function setPreferences(
  context: WriteContext,
  change: { locale?: string | null | undefined; homeApp?: User['homeApp'] | undefined },
): Promise<User> {
  const user = await updatePreferences(context.db, context.actor.id, change)
  if (!user) throw notSignedIn()
  const { locale, homeApp } = user
  await context.audit({
    action: 'identity.set-preferences',
    entity: 'user',
    entityId: user.id,
    after: { locale, homeApp },
  })
  return user
}
