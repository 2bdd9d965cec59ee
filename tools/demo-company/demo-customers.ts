import type { Random } from '../dirty-legacy/random.ts'
import type { SheetCell } from '../dirty-legacy/workbook-file.ts'
import { normal, pickWeighted, spread } from './demo-random.ts'
import { bankProducts, shopNames, siteTypes, zones } from './demo-trade.ts'

/** How a site of the demo company really uses gas; only the simulation knows it. */
export interface DemoUse {
  code: string
  zone: string
  product: string
  kilogramsEach: number
  cylinders: number
  kilogramsPerDay: number
  weekend: number
  winter: number
  closedWeekdays: ReadonlySet<number>
  /** Share of each cylinder's gas that comes back as residual. */
  residual: number
  /** From this share of the bank on somebody comes. */
  trigger: number
  isTerminated: boolean
}

export interface DemoCustomer {
  cells: Record<string, SheetCell>
  use: DemoUse
}

const hourFlags: Record<string, readonly number[]> = {
  0: [8, 9, 10, 11, 13, 14, 15, 16, 17],
  1: [8, 9, 10, 11],
  2: [12, 13, 14, 15, 16],
  3: [16, 17, 18, 19],
}
/** Closest of the real fleet of banks: cylinders connected in series, 1 to 20. */
const bankSizes = [1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20]

/** One invented customer with all its workbook cells, and the use behind them. @param index makes the code unique */
export function demoCustomer(index: number, random: Random): DemoCustomer {
  const kind = pickWeighted(random, siteTypes)
  const place = pickWeighted(random, zones)
  const kilogramsPerDay = Math.max(0.2, kind.medianKgPerDay * spread(random, 0.75))
  const bank = chooseBank(random, kilogramsPerDay)
  const isMetered = bank.metered !== undefined && random.next() < 0.42
  const product = isMetered ? (bank.metered ?? bank.product) : bank.product
  const { cylinders, kilograms } = bank
  const inUse = Math.max(1, Math.ceil(cylinders / 2))
  const closed = pickWeighted(random, kind.closed)
  const residual = Math.min(0.3, 0.055 * spread(random, 0.9))
  const monthly = kilogramsPerDay * 30
  const capacity = cylinders * kilograms
  const code = String(1_500_007 + index * 13)
  const name = `${random.pick(shopNames)}${random.pick(kind.words as readonly [string, ...string[]])}`
  const slot = pickWeighted(random, [
    ['0', 681],
    ['1', 304],
    ['2', 221],
    ['3', 61],
  ] as const)
  const isMonthly = isMetered ? random.next() < 0.995 : random.next() < 0.16
  const isTerminated = random.next() < 0.008
  // A motorcycle takes two cylinders and stays in town.
  const canRide = capacity <= 60 && kilograms <= 20 && /^市|^馬蘭/.test(place.zone)
  const cells: Record<string, SheetCell> = {
    客戶: code,
    電子發票抬頭: `${name}商行`,
    客戶簡稱: name,
    地址: `台東縣${place.town}${random.pick(place.streets as readonly [string, ...string[]])}${random.whole(1, 600)}號`,
    系統上鋼瓶數量: `${kilograms}*${cylinders}`,
    [product]: cylinders,
    計價方式: isMetered ? '流量' : '桶裝',
    結帳方式: isMonthly ? '月結' : random.next() < 0.012 ? '收現' : '現金',
    結帳用檔案: isMonthly ? random.pick(['月結一', '月結二', '月結連鎖', '月結機關']) : undefined,
    訂閱式會員: random.next() < 0.25 ? 1 : 0,
    發報: random.next() < 0.63 ? 1 : 0,
    排巡: random.next() < 0.21 ? 1 : 0,
    設備客戶買斷: random.next() < 0.1 ? 1 : 0,
    已解約: isTerminated ? 1 : 0,
    需要當天配送: random.next() < 0.08 ? 1 : 0,
    時段: Number(slot),
    公休日: closed === '' ? 0 : closed,
    切替器型號: cylinders > 1 ? `${random.pick(['CR', 'NX', 'BK'])}-${random.whole(11, 58)}` : undefined,
    月配送量: round(monthly, 1),
    退氣: round(monthly * residual, 1),
    實際購買公斤數: round(monthly * (1 - residual), 1),
    退氣比例: round(residual, 4),
    平均日使用: round((monthly * (1 - residual)) / 30, 2),
    串接數量: capacity,
    備用量: (cylinders - inUse) * kilograms || kilograms,
    最大週期: round((0.85 * capacity) / kilogramsPerDay, 1),
    可延後天數: Math.max(
      0,
      Math.floor((0.75 * Math.max(1, cylinders - inUse) * kilograms) / kilogramsPerDay / 2),
    ),
    是否需要當天去: random.next() < 0.05 ? 1 : 0,
    區域: place.zone,
    '1汽車/2機車/0全部': canRide && random.next() < 0.45 ? (random.next() < 0.5 ? 2 : 0) : 1,
    單一區域供應: Number(
      pickWeighted(random, [
        ['1', 957],
        ['2', 167],
        ['3', 120],
        ['4', 15],
        ['5', 8],
      ] as const),
    ),
    第一使用區域: `${bank.product.replace(/^(營|好運|瓶安桶)?(\d+)(KG)?$/, (_all, brand: string | undefined, size: string) => (brand ? `${brand}${size}` : `${size}KG`))}:${inUse}+${cylinders - inUse}`,
    串接場所申報: capacity >= 80 ? 1 : 0,
    流量表: isMetered ? 1 : 0,
    切替器: cylinders > 1 ? 1 : 0,
    接點式壓力錶: random.next() < 0.34 ? 1 : 0,
    壓差開關: random.next() < 0.19 ? 1 : 0,
    智慧秤: random.next() < 0.11 ? 1 : 0,
    類型: kind.type,
  }
  for (const hour of hourFlags[slot] ?? []) cells[`${hour}~${hour + 1}`] = 1
  const closedWeekdays = new Set(
    closed
      .split(',')
      .filter(part => /^[1-7]$/.test(part))
      .map(Number),
  )
  const trigger = Math.max(0.06, 0.19 + 0.06 * normal(random))
  return {
    cells,
    use: {
      code,
      zone: place.zone,
      product,
      kilogramsEach: kilograms,
      cylinders,
      kilogramsPerDay,
      weekend: kind.weekend,
      winter: kind.winter,
      closedWeekdays,
      residual,
      trigger,
      isTerminated,
    },
  }
}

/** A bank that is down to its trigger about eleven days after a full swap: the middle of the real cycle. */
function chooseBank(
  random: Random,
  kilogramsPerDay: number,
): { product: string; kilograms: number; metered: string | undefined; cylinders: number } {
  const wanted = kilogramsPerDay * 16.5 * spread(random, 0.45)
  const bank =
    wanted > 260 ? { product: '50KG', kilograms: 50, metered: '流量50' } : pickWeighted(random, bankProducts)
  const closest = bankSizes.reduce((best, size) =>
    Math.abs(size * bank.kilograms - wanted) < Math.abs(best * bank.kilograms - wanted) ? size : best,
  )
  return { ...bank, cylinders: Math.min(closest, Math.floor(1_000 / bank.kilograms)) }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
