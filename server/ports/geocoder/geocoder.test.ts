import { describe, expect, test } from 'vitest'
import { normaliseAddress } from './address.rules.ts'
import { partsOf, readLayer } from './atlas-places.ts'
import { AtlasGeocoder } from './geocoder.atlas.ts'
import { innerPoint, isInside, largestPart, reachMetres } from './inner-point.rules.ts'

const geocoder = new AtlasGeocoder('台東縣')

describe('the embedded geocoder', () => {
  test('[A7] an address with a village stands at the village, another at the town, and both say so', async () => {
    const town = await geocoder.locate('台東縣台東市志航路一段112號')
    expect(town).toMatchObject({ source: 'town-centroid', place: '台東縣台東市', townCode: '10014010' })
    const village = await geocoder.locate('台東縣鹿野鄉龍田村光榮路5號')
    expect(village).toMatchObject({ source: 'village-centroid', place: '台東縣鹿野鄉龍田村' })
    expect(village?.precisionMetres).toBeLessThan(town?.precisionMetres ?? 0)
  })

  test.each([
    ['臺東縣臺東市豐里里豐里街３號', '台東縣台東市豐里里'],
    ['台東縣台東市豐里街3號', '台東縣台東市'],
    ['台東市豐里街3號', '台東縣台東市'],
    ['950 台東縣台東市中山路1號', '台東縣台東市'],
    ['(95041)台東縣台東市中山路1號', '台東縣台東市'],
    ['台灣省台東縣太麻里鄉大王村1鄰2號', '台東縣太麻里鄉大王村'],
    ['台東縣太麻里鄉太麻里街311巷384號', '台東縣太麻里鄉'],
    ['台 東 縣 綠 島 鄉', '台東縣綠島鄉'],
    ['成功鎮三民里中華路', '台東縣成功鎮三民里'],
    ['台北縣板橋市文化路一段1號', '新北市板橋區'],
    ['桃園縣中壢市中正路', '桃園市中壢區'],
    ['台北市中正區重慶南路', '台北市中正區'],
  ])('[A7] %s lies in %s', (address, place) => expect(geocoder.locateNow(address)?.place).toBe(place))

  test.each(['', '不知道', '台東縣', '中正區中山路1號', '自取'])(
    '[A7] %j is not placed by guessing',
    address => {
      expect(geocoder.locateNow(address)).toBeUndefined()
    },
  )

  test('[A7] the same address always gets the same point; nothing is scattered', () => {
    const one = new AtlasGeocoder().locateNow('台東縣台東市中山路1號')
    expect(one).toEqual(new AtlasGeocoder().locateNow('台東縣台東市大同路9號'))
  })

  test('[A7] every town and village of the atlas has a point on its own land within its own precision', () => {
    for (const layer of ['towns', 'villages'] as const) {
      const atlas = readLayer(layer)
      expect(atlas.geometries.length).toBeGreaterThan(layer === 'towns' ? 360 : 7_600)
      for (const geometry of atlas.geometries) {
        const parts = partsOf(atlas, geometry)
        const polygon = largestPart(parts)
        const point = innerPoint(polygon)
        const name = `${geometry.properties.COUNTYNAME}${geometry.properties.TOWNNAME}${geometry.properties.VILLNAME ?? ''}`
        expect(isInside(point, polygon), name).toBe(true)
        expect(reachMetres(point, parts), name).toBeGreaterThan(0)
      }
    }
  })

  test('[A7] a crescent is placed on its land, not in its bay', () => {
    const crescent = [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
        [0, 3],
        [3, 3],
        [3, 1],
        [0, 1],
        [0, 0],
      ],
    ] as const
    const point = innerPoint(crescent)
    expect(isInside(point, crescent)).toBe(true)
  })

  test('[A7] addresses are compared in one form', () => {
    expect(normaliseAddress(' 臺東縣　臺東市１號')).toBe('台東縣台東市1號')
  })
})
