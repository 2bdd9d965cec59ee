import { customerHeaders } from './layouts.ts'
import type { Random } from './random.ts'
import type { SheetCell } from './workbook-file.ts'

/** Cells of a row by header. */
export type CellsByHeader = Record<string, SheetCell>

const zones = ['市東', '市西', '市南', '市北', '市中', '馬蘭', '卑南線', '知本線', '鹿野線'] as const
const towns = ['台東市', '台東市', '卑南鄉', '鹿野鄉', '關山鎮'] as const
const streets = ['中山路', '光榮路', '更生北路', '志航路一段', '豐里街'] as const
const types = ['餐廳', '小吃', '早餐店', '市場', '學校', '民宿'] as const
const names = ['石頭居', '月牙家', '青禾號', '木棉角', '雲朵村', '金針園'] as const
const oneSize = ['50KG', '20KG', '16KG', '10KG', '營20', '流量50', '流量20', '流量16'] as const
const sizes: Record<(typeof oneSize)[number], number> = {
  '50KG': 50,
  '20KG': 20,
  '16KG': 16,
  '10KG': 10,
  營20: 20,
  流量50: 50,
  流量20: 20,
  流量16: 16,
}

/** An invented customer whose 75 cells agree with one another. @param index decides the code, so that codes are unique */
export function cleanCustomer(index: number, random: Random): CellsByHeader {
  const product = random.pick(oneSize)
  const size = sizes[product]
  const count = random.whole(2, 8)
  const inUse = Math.ceil(count / 2)
  const name = random.pick(names)
  const delivered = random.whole(50, 3000) / 10
  const residual = random.whole(0, 40) / 10
  const bought = Math.round((delivered - residual) * 10) / 10
  const cells: CellsByHeader = {
    客戶: 1_400_001 + index * 7,
    電子發票抬頭: `${name}商行`,
    客戶簡稱: `${name}小館`,
    地址: `台東縣${random.pick(towns)}${random.pick(streets)}${random.whole(1, 600)}號`,
    系統上鋼瓶數量: `${size}*${count}`,
    [product]: count,
    計價方式: product.startsWith('流量') ? '流量' : '桶裝',
    結帳方式: random.pick(['現金', '月結', '收現']),
    結帳用檔案: '月結一',
    訂閱式會員: random.whole(0, 1),
    發報: random.whole(0, 1),
    時段: random.whole(0, 3),
    公休日: random.pick<SheetCell>([0, 7, '6,7,見紅休', '見紅休', '1,7', undefined]),
    切替器型號: 'CR-22',
    月配送量: delivered,
    退氣: residual,
    實際購買公斤數: bought,
    退氣比例: Math.round((residual / delivered) * 1e4) / 1e4,
    平均日使用: Math.round((bought / 30) * 100) / 100,
    串接數量: size * count,
    備用量: size * (count - inUse),
    最大週期: random.whole(20, 300) / 10,
    可延後天數: random.whole(1, 6),
    區域: random.pick(zones),
    '1汽車/2機車/0全部': random.whole(0, 2),
    單一區域供應: random.whole(1, 5),
    第一使用區域: `${size}KG:${inUse}+${count - inUse}`,
    類型: random.pick(types),
  }
  for (let hour = 8; hour < 17; hour += 1) cells[`${hour}~${hour + 1}`] = 1
  return cells
}

/** The cells in the order of the 75 headers. */
export function inFileOrder(cells: CellsByHeader): SheetCell[] {
  return customerHeaders.map(header => cells[header])
}
