import { readPhone } from './cell-values.rules.ts'
import { addressColumn, codeColumn, textColumn } from './column-kinds.rules.ts'
import { type Cells, column } from './columns.ts'
import { formatCylinderText, readCylinderText } from './cylinder-text.rules.ts'

/** The six columns of the household members. Here the cylinder text is the only declaration of what is held. */
export const memberColumns = {
  code: codeColumn('客戶', ['客戶編號', '會員編號', '客戶代號', '客戶代碼', '客編', '編號']),
  shortName: textColumn('客戶簡稱', 60, { aliases: ['簡稱', '姓名', '客戶名稱', '會員姓名'] }),
  phone: column('電話', '', readPhone, digits => digits, {
    aliases: ['手機', '連絡電話', '聯絡電話', '行動電話'],
  }),
  address: addressColumn('地址', ['客戶地址', '送貨地址', '配送地址', '住址']),
  zone: textColumn('區域', 20, { exactOnly: true, aliases: ['配送區域', '客戶區域', '區域別'] }),
  cylinderText: column('系統上鋼瓶數量', {}, readCylinderText, formatCylinderText, {
    aliases: ['系統鋼瓶數量', '鋼瓶數量'],
    need: 'row',
    merged: 'empty',
  }),
} as const

export type MemberCells = Cells<typeof memberColumns>
