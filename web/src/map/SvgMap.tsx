import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type Land, largestRing, loadLand, middleOf } from './base-land.ts'
import { EdgeTags } from './EdgeTags.tsx'
import { MapButtons } from './MapButtons.tsx'
import type { MapProps } from './MapView.tsx'
import { SvgScene } from './SvgScene.tsx'
import { type Bounds, type MapPoint, townBounds } from './scene.ts'

const side = 1000

/** The scene as a drawing, for machines without WebGL: equirectangular, true at the centre's latitude. */
export function SvgMap({ scene, label, onPoint, pin }: MapProps) {
  const [land, setLand] = useState<Land>()
  const [view, setView] = useState<Bounds>(() => townBounds(scene))
  const box = useRef<SVGSVGElement>(null)
  const dragged = useRef<{ x: number; y: number; view: Bounds } | undefined>(undefined)
  useEffect(() => {
    void loadLand().then(setLand)
  }, [])
  const project = useMemo(() => {
    return ({ longitude, latitude }: MapPoint): [number, number] => [
      ((longitude - view.west) / (view.east - view.west)) * side,
      ((view.north - latitude) / (view.north - view.south)) * side,
    ]
  }, [view])
  const zoom = (step: number) => {
    const factor = step > 0 ? 0.7 : 1 / 0.7
    setView(({ west, east, south, north }) => {
      const halfWidth = ((east - west) / 2) * factor
      const halfHeight = ((north - south) / 2) * factor
      const x = (west + east) / 2
      const y = (south + north) / 2
      return { west: x - halfWidth, east: x + halfWidth, south: y - halfHeight, north: y + halfHeight }
    })
  }
  const pointAt = (event: PointerEvent): MapPoint | undefined => {
    const matrix = box.current?.getScreenCTM()
    if (matrix === null || matrix === undefined) return undefined
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    return {
      longitude: view.west + (at.x / side) * (view.east - view.west),
      latitude: view.north - (at.y / side) * (view.north - view.south),
    }
  }
  const onPointerMove = (event: PointerEvent) => {
    const start = dragged.current
    const width = box.current?.clientWidth ?? 0
    if (start === undefined || width === 0) return
    const dx = ((event.clientX - start.x) / width) * (start.view.east - start.view.west)
    const dy = ((event.clientY - start.y) / width) * (start.view.north - start.view.south)
    setView({
      west: start.view.west - dx,
      east: start.view.east - dx,
      south: start.view.south + dy,
      north: start.view.north + dy,
    })
  }
  return (
    <div className="mapbox">
      <svg
        ref={box}
        className="mapcanvas"
        viewBox={`0 0 ${side} ${side}`}
        preserveAspectRatio="xMidYMid slice"
        role="img"
        aria-label={label}
        onPointerDown={event => {
          dragged.current = { x: event.clientX, y: event.clientY, view }
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          dragged.current = undefined
        }}
        onDoubleClick={() => zoom(1)}
        onPointerLeave={() => {
          dragged.current = undefined
        }}
      >
        {(land?.features ?? []).map(({ geometry, properties }) => {
          const ring = largestRing(geometry)
          const [longitude = 0, latitude = 0] = middleOf(ring)
          if (Math.abs(longitude - scene.centre.longitude) > 1.2) return null
          const path = ring
            .map(([x = 0, y = 0]) => project({ longitude: x, latitude: y }).join(' '))
            .join('L')
          const [x, y] = project({ longitude, latitude })
          return (
            <g key={properties.COUNTYNAME + properties.TOWNNAME}>
              <path d={`M${path}Z`} className="svg-land" />
              <text x={x} y={y} className="svg-town">
                {properties.TOWNNAME}
              </text>
            </g>
          )
        })}
        <SvgScene
          scene={scene}
          project={project}
          onPoint={onPoint}
          pin={pin === undefined ? undefined : { point: pin.point, onDrop: event => moved(event) }}
        />
      </svg>
      <EdgeTags scene={scene} view={view} />
      <MapButtons onZoom={zoom} onHome={() => setView(townBounds(scene))} />
    </div>
  )

  function moved(event: PointerEvent): void {
    const point = pointAt(event)
    dragged.current = undefined
    if (point !== undefined) pin?.onMoved(point)
  }
}
