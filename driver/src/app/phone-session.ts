import { changePassword as changePasswordRoute, logout } from '@luckygas/ui/api/routes/identity.ts'
import type { Me } from '@luckygas/ui/api/session.ts'
import { readDrafts } from '../offline/drafts.store.ts'
import type { Author } from '../offline/outbox.types.ts'
import { forgetSetting, readSetting, writeSetting } from '../offline/settings.store.ts'
import type { Memory } from './phone-memory.ts'

/** Who is at the wheel. Leaving and coming back never touches what waits to be sent. */
export function createSession(memory: Memory, draftsSettled: () => Promise<void>) {
  const { database, client, set, reload, sender } = memory

  const enter = async (author: Author) => {
    await writeSetting(database, 'author', author)
    set({ phase: 'ready', author, drafts: await readDrafts(database, author.userId) })
    await reload()
  }
  /** The session that was just opened or renewed decides who is at the wheel of this phone. */
  const welcome = async (me: Me): Promise<void> => {
    if (me.mustChangePassword) return set({ phase: 'new-password' })
    if (me.driverId === null || me.role !== 'driver') return set({ phase: 'not-a-driver' })
    await enter({ userId: me.id, driverId: me.driverId, name: me.name, login: me.login })
    await sender.wantDay(true)
  }
  /** Tells the office about a sign-out that it has not heard of; answers whether it has now. */
  const payOwedSignOut = async (): Promise<boolean> => {
    if ((await readSetting(database, 'isSignOutOwed')) !== true) return true
    client.session.end()
    try {
      await client.call(logout, {}, { retries: 0 })
      await forgetSetting(database, 'isSignOutOwed')
      return true
    } catch {
      return false
    }
  }
  return {
    enter,
    welcome,
    payOwedSignOut,
    async signIn(login: string, password: string, code?: string): Promise<void> {
      const session = await client.login({ login, password, ...(code && { code }) })
      await forgetSetting(database, 'isSignOutOwed')
      void welcome(session.me)
    },
    async changePassword(current: string, next: string): Promise<void> {
      await client.call(changePasswordRoute, { body: { current, next } })
      const session = await client.session.refresh()
      void welcome(session.me)
    },
    /** Nothing is lost by leaving: what waits stays here until its author comes back. */
    async signOut(): Promise<void> {
      await draftsSettled()
      await forgetSetting(database, 'author')
      await forgetSetting(database, 'route')
      await writeSetting(database, 'isSignOutOwed', true)
      set({ phase: 'signed-out', author: undefined, day: null, drafts: new Map() })
      await reload()
      await payOwedSignOut()
    },
  }
}
