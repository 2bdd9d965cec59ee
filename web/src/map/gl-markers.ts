import { type Map as GlMapObject, Marker } from 'maplibre-gl'
import { type Land, largestRing, middleOf } from './base-land.ts'
import type { MapScene } from './scene.ts'

function textElement(className: string, text: string, colour?: string): HTMLElement {
  const element = document.createElement('span')
  element.className = className
  element.textContent = text
  element.setAttribute('aria-hidden', 'true')
  if (colour !== undefined) element.style.setProperty('--c', colour)
  return element
}

/** Page text on the map: numbers of the chosen run, drivers, depot. Answers how to take it off again. */
export function addSceneMarkers(map: GlMapObject, scene: MapScene): () => void {
  const markers = [
    ...scene.points
      .filter(point => point.text !== '')
      .map(({ point, text, colour, isHollow }) => ({
        point,
        element: textElement(isHollow ? 'map-number hollow' : 'map-number', text, colour),
      })),
    ...scene.tags.map(({ point, text, colour, kind }) => ({
      point,
      element: textElement(`map-tag ${kind}`, text, colour),
    })),
  ].map(({ point, element }) =>
    new Marker({ element }).setLngLat([point.longitude, point.latitude]).addTo(map),
  )
  return () => {
    for (const marker of markers) marker.remove()
  }
}

/** Names of the towns around the centre. */
export function addTownNames(map: GlMapObject, land: Land, centre: MapScene['centre']): void {
  for (const { geometry, properties } of land.features) {
    const [longitude = 0, latitude = 0] = middleOf(largestRing(geometry))
    if (Math.abs(longitude - centre.longitude) > 0.8 || Math.abs(latitude - centre.latitude) > 0.8) continue
    new Marker({ element: textElement('map-town', properties.TOWNNAME) })
      .setLngLat([longitude, latitude])
      .addTo(map)
  }
}
