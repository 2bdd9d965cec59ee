import type { Environment } from './env.ts'

/** The road service that is asked; absent, the built-in estimate answers alone (`travel.off`). */
export type TravelConfig =
  | { kind: 'osrm'; url: string; tableSize: number }
  | { kind: 'google'; apiKey: string; dailyElements: number; keepDays: number; url?: string }

/** osrm-routed's default of `--max-table-size`. */
const usualTableSize = '100'
const mostElements = 1_000_000
/** Google's service terms decide how long its answers may be kept; a day is the careful reading, a month the longest. */
const [usualKeepDays, mostKeepDays] = ['1', 30]

/** Decides which road service is asked. Half a configuration is none: it throws and names what is missing. */
export function decideTravel(environment: Environment): TravelConfig | undefined {
  const osrm = decideOsrm(environment)
  const google = decideGoogle(environment)
  if (osrm && google)
    throw new Error('Set either LUCKYGAS_OSRM_URL or LUCKYGAS_GOOGLE_ROUTES_KEY: one road service is asked.')
  return osrm ?? google
}

function decideOsrm(environment: Environment): TravelConfig | undefined {
  const { LUCKYGAS_OSRM_URL: url, LUCKYGAS_OSRM_TABLE_SIZE: tableSize } = environment
  if (url === undefined) {
    if (tableSize !== undefined) throw new Error('LUCKYGAS_OSRM_TABLE_SIZE needs LUCKYGAS_OSRM_URL.')
    return undefined
  }
  return {
    kind: 'osrm',
    url: origin('LUCKYGAS_OSRM_URL', url, /^https?:$/),
    tableSize: whole('LUCKYGAS_OSRM_TABLE_SIZE', tableSize ?? usualTableSize, 2, 10_000),
  }
}

function decideGoogle(environment: Environment): TravelConfig | undefined {
  const {
    LUCKYGAS_GOOGLE_ROUTES_KEY: apiKey,
    LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS: elements,
    LUCKYGAS_GOOGLE_ROUTES_CACHE_DAYS: keepDays,
    LUCKYGAS_GOOGLE_ROUTES_URL: url,
  } = environment
  if (!(apiKey || elements || keepDays || url)) return undefined
  if (!apiKey || !elements)
    throw new Error(
      'LUCKYGAS_GOOGLE_ROUTES_KEY and LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS must be set together: each element costs money.',
    )
  if (!/^[\w-]{20,200}$/.test(apiKey)) throw new Error('LUCKYGAS_GOOGLE_ROUTES_KEY is no key of Google.')
  return {
    kind: 'google',
    apiKey,
    dailyElements: whole('LUCKYGAS_GOOGLE_ROUTES_DAILY_ELEMENTS', elements, 1, mostElements),
    keepDays: whole('LUCKYGAS_GOOGLE_ROUTES_CACHE_DAYS', keepDays ?? usualKeepDays, 1, mostKeepDays),
    ...(url !== undefined && { url: origin('LUCKYGAS_GOOGLE_ROUTES_URL', url, /^https:$/) }),
  }
}

function origin(setting: string, text: string, protocol: RegExp): string {
  const url = URL.parse(text)
  if (!url || !protocol.test(url.protocol) || url.search || url.hash || url.username)
    throw new Error(`${setting} must be an address such as https://routes.example.tw, without a password.`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function whole(setting: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`${setting} must be ${least} to ${most}, not "${text}".`)
  return value
}
