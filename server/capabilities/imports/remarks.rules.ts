/**
 * Everything an import can say about a cell or a row, as one table.
 *
 * cleaned: the value was put right and stored.
 * reported: stored as written, but a person should look.
 * unreadable: there is no value. In a column that a row cannot be trusted without (identity, date and time of a
 * delivery, cylinder quantities: they open ledgers and feed the forecast) the row is refused; in any other column the
 * row is stored, the cell keeps what LuckyGas holds (nothing, at the first import) and the fault is a warning.
 * Remarks on a whole row (`row.…`) that are unreadable always refuse it.
 */
export type RemarkEffect = 'cleaned' | 'reported' | 'unreadable'

export const remarks = {
  'row.bare-lf': ['cleaned', '此行以單獨的換行字元結束或被切開，已接回'],
  'row.extra-empty-cells': ['cleaned', '行尾多出的空白欄已略去'],
  'row.too-few-columns': ['unreadable', '欄數少於標題列'],
  'row.too-many-columns': ['unreadable', '欄數多於標題列'],
  'row.quote-not-closed': ['unreadable', '引號沒有結束'],
  'row.nothing-delivered': ['reported', '此筆配送沒有任何數量'],
  'header.not-understood': ['reported', '看不懂的欄名，該欄未匯入'],
  'header.repeated': ['reported', '欄名重複，只用第一欄'],
  'header.absent': ['reported', '檔案沒有這一欄，該欄不更動'],
  'code.missing': ['unreadable', '沒有客戶編號'],
  'code.not-digits': ['unreadable', '客戶編號含數字以外的字'],
  'code.too-long': ['unreadable', '客戶編號超過 7 碼'],
  'code.repeated': ['unreadable', '客戶編號與前面的列重複'],
  'code.zeros-restored': ['cleaned', '客戶編號補回開頭的 0'],
  'code.cleaned': ['cleaned', '客戶編號去除空白、全形或小數點'],
  'code.only-in-history': ['reported', '只出現在配送紀錄的客戶'],
  'cell.edited-here': ['reported', '檔案與系統都改過這一格，請在「匯入衝突」決定'],
  'cell.error-value': ['unreadable', '公式錯誤值'],
  'cell.formula-without-value': ['unreadable', '公式沒有計算結果'],
  'cell.unexpected-date': ['unreadable', '此欄不應是日期'],
  'cell.merged': ['cleaned', '合併儲存格，已填入合併範圍的值'],
  'cell.merged-empty': ['reported', '合併儲存格，數值只算在第一列'],
  'cell.merged-code': ['unreadable', '客戶編號在合併儲存格內'],
  'cell.none-in-words': ['cleaned', '以文字或符號表示「無」，視為空白'],
  'text.trimmed': ['cleaned', '去除多餘空白'],
  'text.line-break': ['cleaned', '換行改為空白'],
  'text.half-width': ['cleaned', '全形英數改為半形'],
  'text.pictograph': ['cleaned', '去除表情符號'],
  'text.unknown-byte': ['cleaned', '檔案編碼無法辨識的字，以□代替'],
  'text.formula-like': ['reported', '以 = + - @ 開頭的文字，只當文字保存'],
  'text.too-long': ['unreadable', '文字過長'],
  'number.cleaned': ['cleaned', '去除單位、全形、千分位或空白'],
  'number.not-understood': ['unreadable', '不是數字'],
  'number.out-of-range': ['unreadable', '數字超出合理範圍'],
  'number.is-a-date': ['unreadable', '數字像是民國日期'],
  'quantity.not-whole': ['unreadable', '數量不是整數'],
  'flag.cleaned': ['cleaned', '是／否的寫法改為 1／0'],
  'flag.not-understood': ['unreadable', '不是 0 或 1'],
  'choice.cleaned': ['cleaned', '選項的寫法已統一'],
  'choice.not-understood': ['unreadable', '不在選項內'],
  'closed-days.cleaned': ['cleaned', '公休日的寫法已統一'],
  'closed-days.not-understood': ['unreadable', '看不懂的公休日'],
  'usage-area.cleaned': ['cleaned', '使用區域的寫法已統一'],
  'usage-area.not-understood': ['unreadable', '看不懂的使用區域'],
  'cylinders.cleaned': ['cleaned', '鋼瓶數量的寫法已統一'],
  'cylinders.not-understood': ['unreadable', '看不懂的鋼瓶數量'],
  'cylinders.disagree': ['reported', '系統上鋼瓶數量與各規格數量不符'],
  'date.cleaned': ['cleaned', '日期的寫法已統一'],
  'date.missing': ['unreadable', '沒有交易日期'],
  'date.not-understood': ['unreadable', '不是 7 碼民國日期'],
  'date.does-not-exist': ['unreadable', '沒有這一天'],
  'date.out-of-range': ['unreadable', '日期早於民國 80 年或晚於今天'],
  'time.cleaned': ['cleaned', '時間的寫法已統一'],
  'time.not-understood': ['unreadable', '看不懂的時間'],
  'phone.cleaned': ['cleaned', '電話的寫法已統一'],
  'phone.not-understood': ['unreadable', '不是電話號碼'],
} as const satisfies Record<string, readonly [RemarkEffect, string]>

export type RemarkCode = keyof typeof remarks

/** The sentence of a code, for people; the code itself where there is none. */
export function remarkText(code: string): string {
  return code in remarks ? remarks[code as RemarkCode][1] : code
}

/** One fault of a file as people read it: where, what was there, and why it is mentioned. */
export interface FileRemark {
  /** 1-based sheet row or line. */
  row: number
  /** The header as the file writes it; empty for a remark on a whole line. */
  column: string
  code: RemarkCode
  /** The cell as the file holds it, at most 200 characters. */
  value: string
}

/** What a cell parser answers: a value, with what was put right on the way, or the reason why there is none. */
export type Reading<T> = { value: T; note?: RemarkCode } | { fault: RemarkCode }
