import * as contract from '../../../contract/endpoints/messages.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { markByDriver, markByOffice } from './mark-messages.action.ts'
import {
  countWaiting,
  type MessageRow,
  readLastMessages,
  readMessages,
  readPhrases,
} from './message.store.ts'
import { driverNotFound, notADriver } from './messages.errors.ts'
import type { MessagesDeps } from './messages-deps.ts'
import { sendFromDriver, sendFromOffice } from './send-message.action.ts'
import { showMessages } from './show-messages.ts'

/** A phone shows about a week of a busy driver; the office pages further back. */
const shownOnPhone = 100
const shownAtOnce = 60

export function messageRoutes(deps: MessagesDeps): Route[] {
  return [
    readRoute(contract.readDriverMessages, async ({ db, actor }) => {
      if (!actor.driverId) throw notADriver()
      const rows = await readMessages(db, {
        driverId: actor.driverId,
        before: undefined,
        limit: shownOnPhone,
      })
      const phrases = await readPhrases(db)
      return {
        messages: await showMessages(deps, db, rows),
        phrases: phrases.filter(phrase => phrase.side === 'driver'),
      }
    }),
    writeRoute(contract.sendDriverMessage, async (context, { body }) => {
      const row = await sendFromDriver(deps, context, { ...body, writtenAt: new Date(body.writtenAt) })
      const [shown] = await showMessages(deps, context.db, [row])
      if (!shown) throw driverNotFound()
      return shown
    }),
    writeRoute(contract.markDriverMessages, async (context, { body }) => {
      await markByDriver(deps, context, body)
      return { ok: true as const }
    }),
    readRoute(contract.listThreads, async ({ db, actor }) => {
      const drivers = await deps.readDrivers(db, actor.depotId)
      const ids = drivers.map(driver => driver.id)
      const last = await readLastMessages(db, ids)
      const waiting = await countWaiting(db, ids)
      const shown = await showMessages(deps, db, [...last.values()])
      const phrases = await readPhrases(db)
      const lastOf = (row: MessageRow | undefined) => shown.find(message => message.id === row?.id) ?? null
      return {
        threads: drivers.map(driver => ({
          driverId: driver.id,
          driverName: driver.name,
          letter: driver.letter,
          last: lastOf(last.get(driver.id)),
          unread: waiting.get(driver.id)?.unread ?? 0,
          unacknowledged: waiting.get(driver.id)?.unacknowledged ?? 0,
        })),
        phrases: phrases.filter(phrase => phrase.side === 'office'),
      }
    }),
    readRoute(contract.readThread, async ({ db, actor }, { query }) => {
      const driver = await deps.readDriver(db, query.driverId)
      if (!driver || (actor.depotId && driver.depotId !== actor.depotId)) throw driverNotFound()
      const rows = await readMessages(db, {
        driverId: driver.id,
        before: query.before,
        limit: shownAtOnce,
      })
      const messages = await showMessages(deps, db, rows)
      return { messages, hasOlder: (messages[0]?.sequence ?? 1) > 1 }
    }),
    writeRoute(contract.sendMessage, async (context, { body }) => ({
      messageIds: await sendFromOffice(deps, context, body),
    })),
    writeRoute(contract.markThreadRead, async (context, { body }) => {
      await markByOffice(deps, context, body)
      return { ok: true as const }
    }),
  ]
}
