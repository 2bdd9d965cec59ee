import { formatClosedDays, neverClosed, readClosedDays } from './closed-days.rules.ts'
import {
  addressColumn,
  choiceColumn,
  codeColumn,
  countColumn,
  daysColumn,
  flagColumn,
  kilogramsColumn,
  productColumns,
  shareColumn,
  textColumn,
} from './column-kinds.rules.ts'
import { type Cells, type Column, column } from './columns.ts'
import {
  formatCylinderText,
  formatUsageArea,
  readCylinderText,
  readUsageArea,
} from './cylinder-text.rules.ts'

/** First hour of each of the twelve hour flags, 8~9 … 19~20. */
export const acceptanceHours = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] as const
export type AcceptanceHour = (typeof acceptanceHours)[number]
type HourColumns = Record<`hour:${AcceptanceHour}`, Column<boolean>>

function hourColumns(): HourColumns {
  const columns = acceptanceHours.map(hour => {
    const [from, to] = [String(hour).padStart(2, '0'), String(hour + 1).padStart(2, '0')]
    const aliases = [`${hour}~${hour + 1}點`, `${hour}~${hour + 1}時`, `${from}~${to}`, `${from}:00~${to}:00`]
    return [`hour:${hour}`, flagColumn(`${hour}~${hour + 1}`, { aliases, exactOnly: true })] as const
  })
  return Object.fromEntries(columns) as HourColumns
}

const areaColumn = (ordinal: string, digit: string) =>
  column(`第${ordinal}使用區域`, null, readUsageArea, area => (area === null ? '' : formatUsageArea(area)), {
    aliases: [`第${digit}使用區域`, `使用區域${digit}`],
    merged: 'empty',
  })

/**
 * The 75 columns of the customer workbook in the file's order: our name (units last) on the left, the legacy header
 * and the reading rule on the right. Every column has a home in the model; `customer-record.rules.ts` says where.
 */
export const customerColumns = {
  code: codeColumn('客戶', ['客戶編號', '客戶代號', '客戶代碼', '客戶號碼', '客編', '編號', '會員編號']),
  invoiceTitle: textColumn('電子發票抬頭', 60, { aliases: ['發票抬頭'] }),
  shortName: textColumn('客戶簡稱', 60, { aliases: ['簡稱', '客戶名稱', '店名'] }),
  address: addressColumn('地址', ['客戶地址', '送貨地址', '配送地址', '住址']),
  cylinderText: column('系統上鋼瓶數量', {}, readCylinderText, formatCylinderText, {
    aliases: ['系統鋼瓶數量', '鋼瓶數量'],
    merged: 'empty',
  }),
  ...productColumns('workbook'),
  pricing: choiceColumn(
    '計價方式',
    { cylinder: ['桶裝', '桶', '桶裝計價'], metered: ['流量', '流量計價', '流量表'] },
    null,
  ),
  settlement: choiceColumn(
    '結帳方式',
    { cash: ['現金', '現', '付現', '現結'], monthly: ['月結', '月'], collect: ['收現', '到府收現'] },
    null,
  ),
  statementFile: textColumn('結帳用檔案', 60),
  isSubscriber: flagColumn('訂閱式會員', { aliases: ['訂閱會員', '訂閱'] }),
  hasTelemetry: flagColumn('發報', { aliases: ['發報器'] }),
  isPatrolled: flagColumn('排巡'),
  isEquipmentBoughtOut: flagColumn('設備客戶買斷', { aliases: ['設備買斷', '客戶買斷'] }),
  isTerminated: flagColumn('已解約', { aliases: ['解約'] }),
  isSameDayDelivery: flagColumn('需要當天配送', { aliases: ['當天配送'] }),
  ...hourColumns(),
  slot: choiceColumn(
    '時段',
    {
      any: ['0', '全天', '全日', '不限'],
      morning: ['1', '早', '早上', '上午'],
      afternoon: ['2', '午', '下午', '中午'],
      evening: ['3', '晚', '晚上'],
    },
    'any',
    { exactOnly: true, aliases: ['配送時段', '送貨時段', '時段(早1午2晚3全天0)'] },
  ),
  closedDays: column('公休日', neverClosed, readClosedDays, formatClosedDays, {
    aliases: ['公休', '休息日', '店休日'],
  }),
  legacyStatus: textColumn('狀態', 40, { exactOnly: true, aliases: ['客戶狀態'] }),
  changeoverModel: textColumn('切替器型號', 40, { aliases: ['切替型號'] }),
  monthlyGrams: kilogramsColumn('月配送量', 100_000),
  residualGrams: kilogramsColumn('退氣', 100_000),
  purchasedGrams: kilogramsColumn('實際購買公斤數', 100_000),
  residualShare: shareColumn('退氣比例'),
  dailyUseGrams: kilogramsColumn('平均日使用', 5_000),
  seriesCapacityGrams: kilogramsColumn('串接數量', 20_000),
  reserveGrams: kilogramsColumn('備用量', 20_000),
  maxCycleDays: daysColumn('最大週期'),
  deferrableDays: countColumn('可延後天數', 0, 366),
  isSameDayVisit: flagColumn('是否需要當天去', { aliases: ['需要當天去'] }),
  zone: textColumn('區域', 20, { exactOnly: true, aliases: ['配送區域', '客戶區域', '區域別'] }),
  vehicleAccess: choiceColumn(
    '1汽車/2機車/0全部',
    { any: ['0', '全部', '不限'], truck: ['1', '汽車'], motorcycle: ['2', '機車'] },
    'any',
    { aliases: ['汽車/機車', '汽機車', '車種', '配送車種', '汽車1機車2全部0'] },
  ),
  singleZoneSupply: countColumn('單一區域供應', 0, 5),
  area1: areaColumn('一', '1'),
  area2: areaColumn('二', '2'),
  area3: areaColumn('三', '3'),
  area4: areaColumn('四', '4'),
  area5: areaColumn('五', '5'),
  spareCylinders: countColumn('預備桶', 0, 500),
  isSeriesFiled: flagColumn('串接場所申報'),
  hasFlowMeter: flagColumn('流量表', { aliases: ['流量錶'] }),
  hasWiredFlowMeter: flagColumn('帶線流量錶', { aliases: ['帶線流量表'] }),
  hasChangeover: flagColumn('切替器'),
  hasContactGauge: flagColumn('接點式壓力錶', { aliases: ['接點壓力錶'] }),
  hasDifferentialSwitch: flagColumn('壓差開關'),
  hasMicroSwitch: flagColumn('微動開關'),
  hasYongsheng: flagColumn('永勝'),
  hasSmartScale: flagColumn('智慧秤', { aliases: ['智慧磅秤'] }),
  siteType: textColumn('類型', 20, { exactOnly: true, aliases: ['客戶類型', '店家類型', '類別'] }),
} as const satisfies Record<string, Column<never> | Column<unknown>>

export type CustomerCells = Cells<typeof customerColumns>
