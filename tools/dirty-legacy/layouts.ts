/**
 * The headers of the three legacy files, written out here on their own: a generator that took them from the reader
 * would not notice a wrong one.
 */
export const customerHeaders = (
  '客戶 電子發票抬頭 客戶簡稱 地址 系統上鋼瓶數量 50KG 營20 營16 20KG 16KG 10KG 4KG 好運16 瓶安桶10 幸福丸 好運20 ' +
  '流量50 流量20 流量16 流量好運20 流量好運16 計價方式 結帳方式 結帳用檔案 訂閱式會員 發報 排巡 設備客戶買斷 已解約 ' +
  '需要當天配送 8~9 9~10 10~11 11~12 12~13 13~14 14~15 15~16 16~17 17~18 18~19 19~20 時段 公休日 狀態 切替器型號 ' +
  '月配送量 退氣 實際購買公斤數 退氣比例 平均日使用 串接數量 備用量 最大週期 可延後天數 是否需要當天去 區域 ' +
  '1汽車/2機車/0全部 單一區域供應 第一使用區域 第二使用區域 第三使用區域 第四使用區域 第五使用區域 預備桶 串接場所申報 ' +
  '流量表 帶線流量錶 切替器 接點式壓力錶 壓差開關 微動開關 永勝 智慧秤 類型'
).split(' ')

export const memberHeaders = '客戶 客戶簡稱 電話 地址 區域 系統上鋼瓶數量'.split(' ')

export const historyHeaders = (
  '編號 業務員 交易日期 交易時間 50KG 丙烷20 丙烷16 20KG 16KG 10KG 4KG 好運16 瓶安桶10 幸福丸 好運20 ' +
  '流量50 流量20 流量16 流量好運20 流量好運16'
).split(' ')

/** Kilograms of gas of each quantity column, by header. */
export const kilogramsByHeader: Record<string, number> = {
  '50KG': 50,
  營20: 20,
  營16: 16,
  丙烷20: 20,
  丙烷16: 16,
  '20KG': 20,
  '16KG': 16,
  '10KG': 10,
  '4KG': 4,
  好運16: 16,
  瓶安桶10: 10,
  幸福丸: 4,
  好運20: 20,
  流量50: 50,
  流量20: 20,
  流量16: 16,
  流量好運20: 20,
  流量好運16: 16,
}

/** What must become of a dirty cell or row. */
export type Fate = 'accepted' | 'cleaned' | 'reported' | 'emptied' | 'refused' | 'skipped'

export interface Expectation {
  /** 1-based sheet row or line. */
  row: number
  /** Header of the dirty cell; empty for a whole row. */
  column: string
  fate: Fate
  /** The reason the report must give; undefined where it must give none. */
  code: string | undefined
  /** What was done to the row, for messages of failing tests. */
  dirt: string
}
