import { lazy, Suspense, useState } from 'react'
import { loadModule } from '../shell/load-module.ts'
import './map.css'
import type { MapPoint, MapScene } from './scene.ts'

export interface MapProps {
  scene: MapScene
  label: string
  onPoint?: ((id: string) => void) | undefined
  /** A pin that can be dragged, and where it was let go. */
  pin?: { point: MapPoint; onMoved: (point: MapPoint) => void } | undefined
}

const GlMap = lazy(async () => ({ default: (await loadModule(() => import('./GlMap.tsx'))).GlMap }))
const SvgMap = lazy(async () => ({ default: (await loadModule(() => import('./SvgMap.tsx'))).SvgMap }))

function hasWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

/** The map; where WebGL is missing the same scene as a drawing. Every point is also in a list beside it. */
export function MapView(props: MapProps) {
  const [isGl, setGl] = useState(hasWebGl)
  return (
    <Suspense fallback={<div className="mapbox" aria-busy="true" />}>
      {isGl ? <GlMap {...props} onBroken={() => setGl(false)} /> : <SvgMap {...props} />}
    </Suspense>
  )
}
