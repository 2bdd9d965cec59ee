/** Reading a Taiwanese address as far as its village: county, town, village. Nothing below that is guessed. */

/** Where an address lies, as far as it says. */
export interface AddressPlace {
  county: string
  town: string
  /** Undefined where the address names none, which is usual. */
  village: string | undefined
  /** What follows the village (or the town): street and number. */
  rest: string
}

/** The administrative tree that addresses are read against; names in their 台 form. */
export interface PlaceNames {
  /** County of a town name, or undefined where no county or more than one has a town of that name. */
  countyOfTown(town: string): string | undefined
  /** Towns of a county, longest name first; empty for an unknown county. */
  townsOf(county: string): readonly string[]
  counties: readonly string[]
  /** Villages of a town, longest name first. */
  villagesOf(county: string, town: string): readonly string[]
}

/** Counties that became special municipalities (2010-12-25, 2014-12-25); their 市鎮鄉 became 區. */
const renamedCounties: Record<string, string> = {
  台北縣: '新北市',
  桃園縣: '桃園市',
  台中縣: '台中市',
  台南縣: '台南市',
  高雄縣: '高雄市',
}

/** 臺 as 台, full width as half width, no spaces, no postal code and no country in front. */
export function normaliseAddress(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('臺', '台')
    .replace(/[\s\u200b-\u200f\ufeff,，、]/g, '')
    .replace(/^(中華民國|台灣省?(?!.{0,1}大道)|taiwan|r\.?o\.?c\.?)+/i, '')
    .replace(/^[([]?\d{3,6}[)\]]?(?=\D)/, '')
    .replace(/^(中華民國|台灣省?)+/, '')
}

/**
 * Reads county, town and village from the front of an address. A county left out is found from a town name that only
 * one county has; `homeCounty` settles the other cases.
 * @returns undefined where no town can be told
 */
export function readPlace(text: string, names: PlaceNames, homeCounty?: string): AddressPlace | undefined {
  const address = normaliseAddress(text)
  const renamed = Object.keys(renamedCounties).find(name => address.startsWith(name))
  const county = renamedCounties[renamed ?? ''] ?? names.counties.find(name => address.startsWith(name))
  const afterCounty = address.slice((renamed ?? county ?? '').length)
  if (county !== undefined) {
    const place = readTown(afterCounty, county, names, renamed !== undefined)
    if (place !== undefined) return place
  }
  // 台東市中山路: a town, not a county, in front. 台北市台北縣… cannot happen.
  const town = /^(.{1,3}?[市鎮鄉區])/.exec(address)?.[1]
  if (town === undefined) return undefined
  const owner =
    names.countyOfTown(town) ??
    (homeCounty !== undefined && names.townsOf(homeCounty).includes(town) ? homeCounty : undefined)
  return owner === undefined ? undefined : readTown(address, owner, names, false)
}

function readTown(
  text: string,
  county: string,
  names: PlaceNames,
  wasRenamed: boolean,
): AddressPlace | undefined {
  for (const town of names.townsOf(county)) {
    const stem = town.slice(0, -1)
    const isNamed =
      text.startsWith(town) ||
      (wasRenamed && text.startsWith(stem) && /^[市鎮鄉]/.test(text.slice(stem.length)))
    if (!isNamed) continue
    const rest = text.slice(town.length)
    // Most addresses name no village; the 4 MB of village borders are read for those that may.
    const villages = /^.{1,6}[村里]/.test(rest) ? names.villagesOf(county, town) : []
    return { county, town, ...readVillage(rest, villages) }
  }
  return undefined
}

/** 豐里里 is a village; 豐里街 is a street that borrowed its name. */
function readVillage(text: string, villages: readonly string[]): Pick<AddressPlace, 'village' | 'rest'> {
  const village = villages.find(
    name => text.startsWith(name) && !/^[路街巷道段弄]/.test(text.slice(name.length)),
  )
  if (village === undefined) return { village: undefined, rest: text }
  return { village, rest: text.slice(village.length).replace(/^\d{1,3}鄰/, '') }
}
