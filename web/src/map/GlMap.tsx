import { GeoJSONSource, Map as GlMapObject, Marker, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { useEffect, useRef, useState } from 'react'
import { landAround, loadLand } from './base-land.ts'
import { EdgeTags } from './EdgeTags.tsx'
import { addSceneMarkers, addTownNames } from './gl-markers.ts'
import { glData, glStyle } from './gl-style.ts'
import { MapButtons } from './MapButtons.tsx'
import type { MapProps } from './MapView.tsx'
import { useThemeTurn } from './palette.ts'
import { type Bounds, townBounds } from './scene.ts'

setWorkerUrl(workerUrl)

function boundsOf(map: GlMapObject): Bounds {
  const box = map.getBounds()
  return { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() }
}

/** The scene on WebGL. */
export function GlMap({ scene, label, onPoint, pin, onBroken }: MapProps & { onBroken: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<GlMapObject>()
  const [view, setView] = useState<Bounds>()
  const turn = useThemeTurn()
  const latest = useRef({ scene, label, onPoint, onBroken })
  latest.current = { scene, label, onPoint, onBroken }

  useEffect(() => {
    let isGone = false
    let made: GlMapObject | undefined
    void loadLand().then(land => {
      const container = box.current
      if (isGone || container === null) return
      const first = latest.current.scene
      const { west, south, east, north } = townBounds(first)
      const near = landAround(land, first.centre)
      try {
        made = new GlMapObject({
          container,
          style: glStyle(near),
          bounds: [west, south, east, north],
          attributionControl: false,
          dragRotate: false,
          pitchWithRotate: false,
          fadeDuration: 0,
        })
      } catch {
        latest.current.onBroken()
        return
      }
      const created = made
      created.getCanvas().setAttribute('tabindex', '-1')
      created.getCanvas().setAttribute('role', 'img')
      created.getCanvas().setAttribute('aria-label', latest.current.label)
      created.touchZoomRotate.disableRotation()
      created.on('load', () => {
        addTownNames(created, near, first.centre)
        setMap(created)
        setView(boundsOf(created))
      })
      created.on('moveend', () => setView(boundsOf(created)))
      created.on('click', 'stops', event => {
        const id = event.features?.[0]?.properties.id
        if (typeof id === 'string') latest.current.onPoint?.(id)
      })
    })
    return () => {
      isGone = true
      made?.remove()
      setMap(undefined)
    }
  }, [])

  useEffect(() => {
    if (map === undefined) return
    const data = glData(scene)
    for (const name of ['lines', 'points'] as const) {
      const source = map.getSource(name)
      if (source instanceof GeoJSONSource) source.setData(data[name])
    }
    return addSceneMarkers(map, scene)
  }, [map, scene])

  useEffect(() => {
    if (map === undefined || turn === 0) return
    void loadLand().then(land => {
      const style = glStyle(landAround(land, latest.current.scene.centre))
      const data = glData(latest.current.scene)
      map.setStyle({
        ...style,
        sources: {
          ...style.sources,
          lines: { type: 'geojson', data: data.lines },
          points: { type: 'geojson', data: data.points },
        },
      })
    })
  }, [map, turn])

  useEffect(() => {
    if (map === undefined || pin === undefined) return
    const marker = new Marker({ draggable: true, color: getComputedStyle(document.body).color })
    marker.setLngLat([pin.point.longitude, pin.point.latitude]).addTo(map)
    marker.on('dragend', () => {
      const { lng, lat } = marker.getLngLat()
      pin.onMoved({ latitude: lat, longitude: lng })
    })
    return () => {
      marker.remove()
    }
  }, [map, pin])

  return (
    <div className="mapbox">
      <div ref={box} className="mapcanvas" />
      {view === undefined ? null : <EdgeTags scene={scene} view={view} />}
      <MapButtons
        onZoom={step => map?.zoomTo((map.getZoom() ?? 10) + step)}
        onHome={() => {
          const { west, south, east, north } = townBounds(scene)
          map?.fitBounds([west, south, east, north])
        }}
      />
    </div>
  )
}
