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
  /** Place on the map's edge in per cent from its left and top. */
  left: number
  top: number
  arrow: string
}

const arrows = ['→', '↗', '↑', '↖', '←', '↙', '↓', '↘'] as const

/** One tag for each run with stops outside the view: how many, and in which direction. */
export function edgeTags(scene: MapScene, view: Bounds): EdgeTag[] {
  const midX = (view.west + view.east) / 2
  const midY = (view.south + view.north) / 2
  return scene.lines.flatMap(line => {
    const outside = line.points.filter(
      p =>
        p.longitude < view.west ||
        p.longitude > view.east ||
        p.latitude < view.south ||
        p.latitude > view.north,
    )
    if (outside.length === 0) return []
    const x = outside.reduce((sum, p) => sum + p.longitude, 0) / outside.length
    const y = outside.reduce((sum, p) => sum + p.latitude, 0) / outside.length
    const dx = (x - midX) / (view.east - view.west)
    const dy = (midY - y) / (view.north - view.south)
    const scale = 0.5 / Math.max(Math.abs(dx), Math.abs(dy), 1e-9)
    const turn = Math.round((Math.atan2(-dy, dx) / (Math.PI / 4) + 8) % 8) % 8
    return [
      {
        id: line.id,
        text: line.label,
        colour: line.colour,
        count: outside.length,
        left: Math.min(84, Math.max(4, 50 + dx * scale * 100)),
        top: Math.min(92, Math.max(4, 50 + dy * scale * 100)),
        arrow: arrows[turn] ?? '',
      },
    ]
  })
}
