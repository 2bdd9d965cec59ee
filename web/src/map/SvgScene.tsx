import { type PointerEvent, useState } from 'react'
import type { MapPoint, MapScene } from './scene.ts'

interface Props {
  scene: MapScene
  project: (point: MapPoint) => [number, number]
  onPoint: ((id: string) => void) | undefined
  pin: { point: MapPoint; onDrop: (event: PointerEvent) => void } | undefined
}

/** Ways, stops, drivers and the pin of a scene, drawn. Each stop is also in the list beside the map. */
export function SvgScene({ scene, project, onPoint, pin }: Props) {
  const [offset, setOffset] = useState<{ x: number; y: number; dx: number; dy: number }>()
  return (
    <>
      {scene.lines.map(line => (
        <polyline
          key={line.id}
          points={line.points.map(point => project(point).join(',')).join(' ')}
          className={line.isStrong ? 'svg-way strong' : 'svg-way'}
          style={{ stroke: line.colour }}
        />
      ))}
      {scene.points.map(({ id, point, colour, text, isHollow, isBroken, isSelected, title }) => {
        const [x, y] = project(point)
        const stroke = isBroken
          ? 'var(--failed)'
          : isSelected
            ? 'var(--ink)'
            : isHollow
              ? colour
              : 'var(--surface)'
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map offers the same stops to the keyboard
          <g key={id} onClick={() => onPoint?.(id)}>
            <title>{title}</title>
            <circle
              cx={x}
              cy={y}
              r={text === '' ? 8 : 18}
              style={{
                fill: isHollow ? 'var(--surface)' : colour,
                stroke,
                strokeWidth: isBroken || isSelected ? 6 : 3,
              }}
            />
            {text === '' ? null : (
              <text
                x={x}
                y={y + 7}
                className="svg-number"
                style={{ fill: isHollow ? colour : 'var(--on-state)' }}
              >
                {text}
              </text>
            )}
          </g>
        )
      })}
      {scene.tags.map(({ id, point, text, colour }) => {
        const [x, y] = project(point)
        const width = 24 + text.length * 20
        return (
          <g key={id}>
            <rect
              x={x - width / 2}
              y={y - 18}
              width={width}
              height="36"
              rx="8"
              style={{ fill: colour, stroke: 'var(--surface)', strokeWidth: 3 }}
            />
            <text x={x} y={y + 8} className="svg-tag">
              {text}
            </text>
          </g>
        )
      })}
      {pin === undefined ? null : (
        <circle
          cx={project(pin.point)[0] + (offset?.dx ?? 0)}
          cy={project(pin.point)[1] + (offset?.dy ?? 0)}
          r="22"
          className="svg-pin"
          onPointerDown={event => {
            event.stopPropagation()
            event.currentTarget.setPointerCapture(event.pointerId)
            setOffset({ x: event.clientX, y: event.clientY, dx: 0, dy: 0 })
          }}
          onPointerMove={event => {
            const scale = 1000 / (event.currentTarget.ownerSVGElement?.clientWidth ?? 1000)
            setOffset(before =>
              before === undefined
                ? before
                : {
                    ...before,
                    dx: (event.clientX - before.x) * scale,
                    dy: (event.clientY - before.y) * scale,
                  },
            )
          }}
          onPointerUp={event => {
            setOffset(undefined)
            pin.onDrop(event)
          }}
        />
      )}
    </>
  )
}
