/**
 * What a Taitung gas company's customers are like, as shares: the real mix in figures, every name invented.
 * Weights of a list need not sum to anything.
 */
export type Weighted<T> = readonly (readonly [T, number])[]

/** 類型 with what tells a place's days apart: closed days, busy weekend, winter share, word in its name. */
export const siteTypes: Weighted<{
  type: string
  words: readonly string[]
  closed: Weighted<string>
  weekend: number
  winter: number
  medianKgPerDay: number
}> = [
  [
    {
      type: '餐廳',
      words: ['餐廳', '食堂', '小館', '料理'],
      closed: [
        ['', 5],
        ['1', 3],
        ['2', 2],
        ['3', 1],
        ['見紅休', 1],
      ],
      weekend: 1.35,
      winter: 1.1,
      medianKgPerDay: 7,
    },
    319,
  ],
  [
    {
      type: '小吃',
      words: ['小吃', '麵店', '便當', '肉羹', '米苔目'],
      closed: [
        ['', 4],
        ['7', 2],
        ['1', 2],
        ['2', 1],
      ],
      weekend: 1.05,
      winter: 1.08,
      medianKgPerDay: 4,
    },
    316,
  ],
  [
    {
      type: '早餐店',
      words: ['早餐店', '豆漿店', '早午餐'],
      closed: [
        ['1', 3],
        ['', 3],
        ['2', 1],
        ['7', 1],
      ],
      weekend: 1.1,
      winter: 1.03,
      medianKgPerDay: 2.6,
    },
    151,
  ],
  [
    {
      type: '民宿',
      words: ['民宿', '旅店', '山莊'],
      closed: [['', 1]],
      weekend: 1.8,
      winter: 1.5,
      medianKgPerDay: 3.6,
    },
    116,
  ],
  [
    {
      type: '市場',
      words: ['市場攤位', '生鮮攤'],
      closed: [
        ['1', 4],
        ['1,5', 1],
      ],
      weekend: 1.1,
      winter: 1.05,
      medianKgPerDay: 3,
    },
    83,
  ],
  [
    {
      type: '飯店',
      words: ['飯店', '大飯店'],
      closed: [['', 1]],
      weekend: 1.5,
      winter: 1.3,
      medianKgPerDay: 24,
    },
    62,
  ],
  [
    {
      type: '工廠',
      words: ['食品廠', '豆腐工坊', '製冰廠'],
      closed: [
        ['6,7,見紅休', 3],
        ['7', 2],
      ],
      weekend: 0.6,
      winter: 1.05,
      medianKgPerDay: 20,
    },
    60,
  ],
  [
    {
      type: '學校',
      words: ['國小營養午餐', '國中廚房', '幼兒園'],
      closed: [['6,7,見紅休', 1]],
      weekend: 0,
      winter: 1,
      medianKgPerDay: 9,
    },
    55,
  ],
  [
    {
      type: '夜市',
      words: ['夜市鹽酥雞', '夜市臭豆腐', '夜市鐵板燒'],
      closed: [
        ['1,2,3,4', 1],
        ['1,2,3', 2],
      ],
      weekend: 1.6,
      winter: 1.02,
      medianKgPerDay: 3.4,
    },
    40,
  ],
  [
    {
      type: '機關',
      words: ['機關伙房', '員工餐廳'],
      closed: [['6,7,見紅休', 1]],
      weekend: 0.05,
      winter: 1.1,
      medianKgPerDay: 6,
    },
    35,
  ],
  [
    {
      type: '洗衣店',
      words: ['自助洗衣', '洗衣店'],
      closed: [
        ['', 3],
        ['7', 1],
      ],
      weekend: 1.3,
      winter: 1.3,
      medianKgPerDay: 8,
    },
    30,
  ],
]

/** 區域: zone, towns of its addresses, streets there, share of customers. */
export const zones: Weighted<{
  zone: string
  centre: readonly [number, number]
  spreadKm: number
  town: string
  streets: readonly string[]
}> = [
  [
    {
      zone: '市中',
      centre: [22.7553, 121.149],
      spreadKm: 0.7,
      town: '台東市',
      streets: ['中正路', '光明路', '福建路', '寶桑路'],
    },
    168,
  ],
  [
    {
      zone: '市北',
      centre: [22.769, 121.145],
      spreadKm: 0.7,
      town: '台東市',
      streets: ['更生北路', '正氣北路', '開封街', '強國街'],
    },
    161,
  ],
  [
    {
      zone: '市西',
      centre: [22.756, 121.134],
      spreadKm: 0.6,
      town: '台東市',
      streets: ['中興路一段', '漢中街', '傳廣路', '四維路一段'],
    },
    128,
  ],
  [
    {
      zone: '市南',
      centre: [22.742, 121.14],
      spreadKm: 0.7,
      town: '台東市',
      streets: ['中華路二段', '豐榮路', '豐里街', '博愛路'],
    },
    117,
  ],
  [
    {
      zone: '市東',
      centre: [22.757, 121.156],
      spreadKm: 0.4,
      town: '台東市',
      streets: ['中山路', '大同路', '海濱街', '南海路'],
    },
    115,
  ],
  [
    {
      zone: '馬蘭',
      centre: [22.768, 121.124],
      spreadKm: 0.7,
      town: '台東市',
      streets: ['新生路', '鐵花路', '正氣路', '長沙街'],
    },
    70,
  ],
  [
    {
      zone: '知本線',
      centre: [22.708, 121.056],
      spreadKm: 1.1,
      town: '台東市',
      streets: ['知本路二段', '知本路三段', '青海路三段'],
    },
    100,
  ],
  [
    {
      zone: '卑南線',
      centre: [22.785, 121.113],
      spreadKm: 1.2,
      town: '卑南鄉',
      streets: ['更生北路', '太平路', '和平路'],
    },
    75,
  ],
  [
    {
      zone: '初鹿線',
      centre: [22.865, 121.093],
      spreadKm: 0.9,
      town: '卑南鄉',
      streets: ['初鹿街', '美農路', '梅園路'],
    },
    45,
  ],
  [
    {
      zone: '鹿野線',
      centre: [22.912, 121.134],
      spreadKm: 1.2,
      town: '鹿野鄉',
      streets: ['中華路一段', '龍田路', '永安路'],
    },
    45,
  ],
  [
    {
      zone: '關山線',
      centre: [23.048, 121.162],
      spreadKm: 0.9,
      town: '關山鎮',
      streets: ['和平路', '民權路', '中正路'],
    },
    50,
  ],
  [
    {
      zone: '池上線',
      centre: [23.122, 121.213],
      spreadKm: 1.0,
      town: '池上鄉',
      streets: ['中山路', '中正路', '忠孝路'],
    },
    50,
  ],
  [
    {
      zone: '太麻里線',
      centre: [22.616, 121.002],
      spreadKm: 0.6,
      town: '太麻里鄉',
      streets: ['太麻里街', '外環路', '金針路'],
    },
    45,
  ],
  [
    {
      zone: '成功線',
      centre: [23.1, 121.374],
      spreadKm: 0.5,
      town: '成功鎮',
      streets: ['中華路', '大同路', '公民路'],
    },
    48,
  ],
  [
    {
      zone: '東河線',
      centre: [22.97, 121.296],
      spreadKm: 0.6,
      town: '東河鄉',
      streets: ['都蘭街', '南東河路', '興昌路'],
    },
    35,
  ],
  [
    {
      zone: '大武線',
      centre: [22.345, 120.886],
      spreadKm: 0.5,
      town: '大武鄉',
      streets: ['復興路', '政通路', '尚武街'],
    },
    15,
  ],
]

/** Legacy product, kg of one cylinder, share among banks, whether a motorcycle may bring it. */
export const bankProducts: Weighted<{ product: string; kilograms: number; metered: string | undefined }> = [
  [{ product: '20KG', kilograms: 20, metered: '流量20' }, 45],
  [{ product: '16KG', kilograms: 16, metered: '流量16' }, 30],
  [{ product: '50KG', kilograms: 50, metered: '流量50' }, 9],
  [{ product: '營20', kilograms: 20, metered: undefined }, 9],
  [{ product: '10KG', kilograms: 10, metered: undefined }, 8],
  [{ product: '好運20', kilograms: 20, metered: '流量好運20' }, 4],
  [{ product: '好運16', kilograms: 16, metered: '流量好運16' }, 3],
  [{ product: '營16', kilograms: 16, metered: undefined }, 3],
  [{ product: '瓶安桶10', kilograms: 10, metered: undefined }, 2],
]

/** First halves of shop names; with a word of the type they make an invented shop. */
export const shopNames = [
  '金針居',
  '石頭居',
  '月牙家',
  '青禾',
  '木棉角',
  '雲朵村',
  '麥穗園',
  '山嵐坊',
  '星砂家',
  '竹韻角',
  '鹿鳴記',
  '浪花',
  '向陽',
  '海風',
  '稻穗',
  '藍洋',
  '老榕樹',
  '春日',
  '禾田',
  '日出',
  '小廟口',
  '溫泉巷',
  '山腳',
  '阿朵',
  '漁港',
  '綠野',
  '三角公園',
  '後山',
  '北迴',
  '曙光',
  '小巷',
  '大碗公',
  '石板',
  '老街',
  '鐵馬',
  '釋迦園',
  '洛神',
  '晨露',
  '潮間',
  '都歷',
  '蝴蝶谷',
  '紅葉',
  '太陽麻糬',
  '小月亮',
  '白甘蔗',
  '好日',
  '相思',
  '南風',
  '椰子樹',
  '旗魚',
] as const

/** Drivers of the demo company, all invented. */
export const demoDrivers = [
  { letter: 'A', name: '林志遠', plate: 'DEMO-01', kind: 'truck', zones: ['市東', '市中'] },
  { letter: 'B', name: '陳阿忠', plate: 'DEMO-02', kind: 'truck', zones: ['市西', '馬蘭'] },
  { letter: 'C', name: '黃建銘', plate: 'DEMO-03', kind: 'truck', zones: ['市南', '知本線'] },
  { letter: 'D', name: '吳俊傑', plate: 'DEMO-04', kind: 'truck', zones: ['市北', '卑南線', '初鹿線'] },
  { letter: 'E', name: '潘明德', plate: 'DEM-501', kind: 'motorcycle', zones: ['市中', '市北'] },
  { letter: 'F', name: '張文龍', plate: 'DEMO-05', kind: 'truck', zones: ['太麻里線', '大武線', '知本線'] },
  {
    letter: 'G',
    name: '高自強',
    plate: 'DEMO-06',
    kind: 'truck',
    zones: ['成功線', '東河線', '鹿野線', '關山線', '池上線'],
  },
  { letter: 'H', name: '曾國華', plate: 'DEM-502', kind: 'motorcycle', zones: ['市南', '市東'] },
] as const
