/** What a map shows, without saying how it is drawn; WebGL and SVG draw the same. */
export interface MapPoint {
  latitude: number
  longitude: number
}
export interface ScenePoint {
  id: string
  point: MapPoint
  /** A CSS colour, usually a token. */
  colour: string
  /** A number inside; empty for a plain dot. */
  text: string
  isHollow: boolean
  isBroken: boolean
  isSelected: boolean
  title: string
}
export interface SceneLine {
  id: string
  /** Named on the tag at the map's edge when its stops lie outside. */
  label: string
  colour: string
  isStrong: boolean
  points: readonly MapPoint[]
}
export interface SceneTag {
  id: string
  point: MapPoint
  kind: 'depot' | 'driver'
  text: string
  colour: string
}
export interface MapScene {
  /** Where the map opens. */
  centre: MapPoint
  points: readonly ScenePoint[]
  lines: readonly SceneLine[]
  tags: readonly SceneTag[]
}
export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

const kmPerDegree = 111.32

/** The town around the centre: most of the stops, never less than 2 km nor more than 9 km to each side. */
export function townBounds({ centre, points }: MapScene): Bounds {
  const shrink = Math.cos((centre.latitude * Math.PI) / 180)
  const distances = points
    .map(
      ({ point }) =>
        Math.max(
          Math.abs(point.latitude - centre.latitude),
          Math.abs(point.longitude - centre.longitude) * shrink,
        ) * kmPerDegree,
    )
    .sort((a, b) => a - b)
  const most = distances[Math.floor(distances.length * 0.75)] ?? 4
  const degrees = (Math.min(9, Math.max(2, most)) * 1.1) / kmPerDegree
  return {
    west: centre.longitude - degrees / shrink,
    east: centre.longitude + degrees / shrink,
    south: centre.latitude - degrees,
    north: centre.latitude + degrees,
  }
}

export interface EdgeTag {
  id: string
  text: string
  colour: string
  count: number
}
export interface Edge {
  /** Points outwards from the middle of the map. */
  arrow: (typeof arrows)[number]
  tags: EdgeTag[]
}

/** East first, then counter-clockwise. */
export const arrows = ['→', '↗', '↑', '↖', '←', '↙', '↓', '↘'] as const

/** What lies outside the view: for each direction one tag a run, with the number of its stops there. */
export function edgesOf(scene: MapScene, view: Bounds): Edge[] {
  const midX = (view.west + view.east) / 2
  const midY = (view.south + view.north) / 2
  const edges = new Map<(typeof arrows)[number], EdgeTag[]>()
  for (const { id, label, colour, points } of scene.lines) {
    const outside = points.filter(
      p =>
        p.longitude < view.west ||
        p.longitude > view.east ||
        p.latitude < view.south ||
        p.latitude > view.north,
    )
    if (outside.length === 0) continue
    const x = outside.reduce((sum, p) => sum + p.longitude, 0) / outside.length - midX
    const y = outside.reduce((sum, p) => sum + p.latitude, 0) / outside.length - midY
    const eighth = Math.round((Math.atan2(y, x) / (Math.PI / 4) + 8) % 8) % 8
    const arrow = arrows[eighth] ?? '→'
    edges.set(arrow, [...(edges.get(arrow) ?? []), { id, text: label, colour, count: outside.length }])
  }
  return [...edges].map(([arrow, tags]) => ({ arrow, tags }))
}
