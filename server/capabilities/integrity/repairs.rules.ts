/** What a person does about a finding. Nothing is repaired by itself: a silent repair would hide who lost what. */
interface Repair {
  zh: string
  en: string
  command?: string
}

const correctionEntry: Repair = {
  zh: '不要改帳。請查出是哪一張單，由辦公室做更正或盤點，讓差異留在帳上',
  en: 'Do not alter the ledger: find the deed behind it and post a correction or a count, so that the difference stays on record',
}
const restoreAndCompare: Repair = {
  zh: '把備份還原到另一個資料夾，比對缺少的紀錄後由辦公室補登',
  en: 'Restore the backup into another folder, compare, and enter again what is missing',
  command: 'npx luckygas restore --from FOLDER --key FILE --data NEW-FOLDER',
}
const tellMaker: Repair = {
  zh: '程式或人工改動留下的痕跡：保存這份報告與稽核紀錄，請系統人員查明',
  en: 'The trace of a fault or of work by hand: keep this report and the audit log, and have it looked into',
  command: 'npx luckygas doctor',
}

/** By the check's name or by the part before its dot; the longer name wins. */
const repairs: Readonly<Record<string, Repair>> = {
  cylinders: correctionEntry,
  cash: correctionEntry,
  'cylinders.balances-are-sums': {
    zh: '餘額與分錄不符時以分錄為準：停止作業，請系統人員依分錄重算餘額',
    en: 'The entries are right and the kept balance is not: stop work and have the balances summed anew from the entries',
  },
  'cylinders.movements-have-entries': restoreAndCompare,
  'cylinders.entries-belong': restoreAndCompare,
  'cash.movements-have-entries': restoreAndCompare,
  'cash.entries-belong': restoreAndCompare,
  'cylinders.plates-belong': {
    zh: '盤點時重新讀取該鋼瓶的號碼，程式便知道它在哪裡',
    en: 'Read the plate of that cylinder again at the next count; then its place is known',
  },
  deliveries: {
    zh: '對照司機的回報與簽收照片，由辦公室在送貨紀錄上更正',
    en: 'Compare with what the driver reported and the signed photo, and correct the delivery from the office',
  },
  'deliveries.have-commands': restoreAndCompare,
  'deliveries.commands-left-their-mark': restoreAndCompare,
  'deliveries.files-arrived': {
    zh: '請司機在有訊號處打開 App，讓照片傳完；手機遺失時在送貨紀錄註明',
    en: 'Have the driver open the app where there is signal so that the photo arrives; where the phone is lost, note it on the delivery',
  },
  'deliveries.closed-runs-have-closes': {
    zh: '重開該車次的日結並重新點收',
    en: 'Reopen the day close of that run and receive it again',
  },
  'deliveries.agreed-closes-agree': {
    zh: '重開該車次的日結並重新點收',
    en: 'Reopen the day close of that run and receive it again',
  },
  orders: {
    zh: '打開該訂單，依實際情形送達、失敗或取消，並寫明原因',
    en: 'Open the order and set it as it really is (delivered, failed, cancelled) with a reason',
  },
  'orders.recurring-days-agree': {
    zh: '打開該定期約定，檢查那一天，必要時補建訂單或註明略過',
    en: 'Open the agreement, look at that day, and place the order or note why it was skipped',
  },
  events: tellMaker,
  'events.relayed': {
    zh: '確認有一個 worker 在執行；它會補送',
    en: 'See that a worker runs; it catches up by itself',
    command: 'npx luckygas doctor',
  },
  writes: tellMaker,
  files: restoreAndCompare,
  'files.bytes-belong': {
    zh: '先保留。確認不是還原到舊時間造成的，再由系統人員移到別處',
    en: 'Keep them first: after a restore to an earlier moment they may be all that is left; then move them elsewhere',
  },
  search: {
    zh: '重建搜尋資料',
    en: 'Make the search documents anew',
    command: 'npx luckygas search rebuild',
  },
  jobs: {
    zh: '在系統的背景工作頁面看原因，排除後再試或捨棄',
    en: 'See why on the jobs page of the system, then try it again or discard it',
  },
  sessions: {
    zh: '把該使用者再停用一次，所有登入便會結束',
    en: 'Disable that user once more; every session ends with it',
  },
}

/** What is proposed where a check finds something. @throws for a check that nobody thought about */
export function repairOf(check: string): Repair {
  const found = repairs[check] ?? repairs[check.split('.')[0] ?? '']
  if (!found) throw new Error(`no repair is proposed for ${check}`)
  return found
}
