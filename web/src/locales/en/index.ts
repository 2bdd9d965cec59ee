import { mergeLocale } from '@luckygas/ui/i18n/merge-locale.ts'
import shared from '@luckygas/ui/locales/en.json'
import calls from './calls.json'
import conflicts from './conflicts.json'
import counter from './counter.json'
import customers from './customers.json'
import cylinders from './cylinders.json'
import dayCloses from './day-closes.json'
import dispatch from './dispatch.json'
import dueList from './due-list.json'
import imports from './imports.json'
import jobs from './jobs.json'
import messages from './messages.json'
import orders from './orders.json'
import prices from './prices.json'
import recurring from './recurring.json'
import runningDay from './running-day.json'
import search from './search.json'
import settings from './settings.json'
import shell from './shell.json'
import today from './today.json'
import words from './words.json'

export const en = mergeLocale(
  shared,
  shell,
  words,
  dueList,
  dispatch,
  today,
  orders,
  calls,
  counter,
  customers,
  cylinders,
  conflicts,
  dayCloses,
  imports,
  jobs,
  messages,
  prices,
  recurring,
  search,
  settings,
  runningDay,
)
