import { createClient } from '@luckygas/ui/api/client.ts'
import { noteServerTime, nowMs } from '@luckygas/ui/clock.ts'
import { chooseLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import sharedChinese from '@luckygas/ui/locales/zh-TW.json'
import ownChinese from '../locales/zh-TW.json'
import { openDatabase, requestPersistence } from '../offline/database.ts'
import { dropOrphans } from '../offline/files.store.ts'
import { releaseAll } from '../offline/outbox.store.ts'
import { keepSpareRoom } from '../offline/room.store.ts'
import { readSetting, writeSetting } from '../offline/settings.store.ts'
import { createWords, type TextTree, type Words } from '../words/words.ts'
import { createNavigation, routeOf } from './navigation.ts'
import { onlyOwnRequests } from './own-requests.ts'
import { createPhone, type Phone } from './phone.ts'

/** The shared texts and the driver's own; a group that both have is merged, the driver's word wins. */
function together(shared: TextTree, own: TextTree): TextTree {
  const merged: TextTree = { ...shared, ...own }
  for (const [name, group] of Object.entries(own)) {
    const other = shared[name]
    if (typeof other === 'object' && typeof group === 'object') merged[name] = { ...other, ...group }
  }
  return merged
}

const english = async () => {
  const [shared, own] = await Promise.all([
    import('@luckygas/ui/locales/en.json'),
    import('../locales/en.json'),
  ])
  return together(shared.default, own.default)
}

/** The driver's words: Chinese from the bundle, others when asked for. */
export function startWords(): Words {
  const words = createWords(together(sharedChinese, ownChinese), { en: english })
  void words.show(chooseLocale())
  return words
}

/**
 * Opens the phone's memory and goes on where the driver was. Works without any network: whoever signed in last and
 * has a day on this phone needs no login to go on; the session is renewed when there is signal.
 */
export async function startPhone() {
  const database = await openDatabase(undefined, () => location.reload())
  let phone: Phone | undefined
  const client = createClient({
    fetch: onlyOwnRequests(
      () => phone?.state.get().author?.userId,
      () => client,
    ),
  })
  phone = createPhone(database, client)
  const offsetMs = await readSetting(database, 'clockOffsetMs')
  if (offsetMs !== undefined) noteServerTime(new Date(nowMs() + offsetMs).toISOString(), nowMs())
  await releaseAll(database)
  await dropOrphans(database)
  const author = await readSetting(database, 'author')
  if (author !== undefined) await phone.enter(author)
  else await phone.reload()
  const path = location.hash === '' ? ((await readSetting(database, 'route')) ?? '') : location.hash
  const navigation = createNavigation(routeOf(path), place => void writeSetting(database, 'route', place))
  void requestPersistence().then(() => phone.measureRoom())
  keepSpareRoom(database).catch(() => undefined)
  void resume(phone)
  return { phone, navigation }
}

/** Renews the session in the background. The office's sign-in serves here too, when it is a driver's. */
async function resume(phone: Phone): Promise<void> {
  if (!(await phone.payOwedSignOut())) return
  if (phone.state.get().author !== undefined) return phone.sender.wantDay(true)
  try {
    const session = await phone.client.session.refresh()
    await phone.welcome(session.me)
  } catch {
    // No session and no signal look the same here: the sign-in screen stands ready.
  }
}
