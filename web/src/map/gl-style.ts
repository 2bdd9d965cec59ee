import type { Feature, FeatureCollection } from 'geojson'
import type { StyleSpecification } from 'maplibre-gl'
import type { Land } from './base-land.ts'
import { paintedColours } from './palette.ts'
import type { MapScene } from './scene.ts'

const base = [
  'var(--sea)',
  'var(--land)',
  'var(--line-strong)',
  'var(--surface)',
  'var(--failed)',
  'var(--ink)',
] as const

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Sea, land, ways and stops; names are drawn as page text, so no font is fetched. */
export function glStyle(land: Land): StyleSpecification {
  const colour = paintedColours(base)
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: land },
      lines: { type: 'geojson', data: empty },
      points: { type: 'geojson', data: empty },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colour['var(--sea)'] ?? '#fff' } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour['var(--land)'] ?? '#fff' } },
      {
        id: 'borders',
        type: 'line',
        source: 'land',
        paint: {
          'line-color': colour['var(--line-strong)'] ?? '#999',
          'line-width': 0.8,
          'line-dasharray': [3, 2],
        },
      },
      {
        id: 'ways',
        type: 'line',
        source: 'lines',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': ['get', 'colour'],
          'line-width': ['case', ['get', 'isStrong'], 3.5, 1.8],
          'line-opacity': ['case', ['get', 'isStrong'], 1, 0.6],
        },
      },
      {
        id: 'stops',
        type: 'circle',
        source: 'points',
        paint: {
          'circle-radius': ['case', ['get', 'isNumbered'], 9, ['get', 'isSelected'], 7, 4],
          'circle-color': [
            'case',
            ['get', 'isHollow'],
            colour['var(--surface)'] ?? '#fff',
            ['get', 'colour'],
          ],
          'circle-stroke-color': [
            'case',
            ['get', 'isBroken'],
            colour['var(--failed)'] ?? '#a00',
            ['get', 'isSelected'],
            colour['var(--ink)'] ?? '#000',
            ['get', 'isHollow'],
            ['get', 'colour'],
            colour['var(--surface)'] ?? '#fff',
          ],
          'circle-stroke-width': ['case', ['any', ['get', 'isBroken'], ['get', 'isSelected']], 3, 1.4],
        },
      },
    ],
  }
}

/** The scene's ways and stops as features with painted colours. */
export function glData(scene: MapScene): { lines: FeatureCollection; points: FeatureCollection } {
  const colours = paintedColours([...new Set([...scene.lines, ...scene.points].map(each => each.colour))])
  const lines = scene.lines.map(
    (line): Feature => ({
      type: 'Feature',
      properties: { colour: colours[line.colour], isStrong: line.isStrong },
      geometry: { type: 'LineString', coordinates: line.points.map(p => [p.longitude, p.latitude]) },
    }),
  )
  const points = scene.points.map(
    ({ id, point, colour, text, isHollow, isBroken, isSelected }): Feature => ({
      type: 'Feature',
      properties: { id, colour: colours[colour], isNumbered: text !== '', isHollow, isBroken, isSelected },
      geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] },
    }),
  )
  return {
    lines: { type: 'FeatureCollection', features: lines },
    points: { type: 'FeatureCollection', features: points },
  }
}
