/** A road network as arrays: the edges of node `n` lie from `first[n]` to `first[n + 1]`. */
export interface RoadGraph {
  points: { latitude: number; longitude: number }[]
  first: Int32Array
  to: Int32Array
  metres: Float64Array
}

export interface RoadEdge {
  from: number
  to: number
  metres: number
}

export function makeRoadGraph(points: RoadGraph['points'], edges: readonly RoadEdge[]): RoadGraph {
  const sorted = [...edges].sort((a, b) => a.from - b.from)
  const first = new Int32Array(points.length + 1)
  for (const edge of sorted) first[edge.from + 1] = (first[edge.from + 1] ?? 0) + 1
  for (let node = 0; node < points.length; node++)
    first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0)
  return {
    points,
    first,
    to: Int32Array.from(sorted, edge => edge.to),
    metres: Float64Array.from(sorted, edge => edge.metres),
  }
}

/** Metres from a node to every node by Dijkstra with a binary heap; infinite where no way leads. */
export function shortestMetres(graph: RoadGraph, source: number): Float64Array {
  const best = new Float64Array(graph.points.length).fill(Number.POSITIVE_INFINITY)
  const heap = new NodeHeap()
  best[source] = 0
  heap.push(source, 0)
  for (let top = heap.pop(); top; top = heap.pop()) {
    // An entry that a shorter way has overtaken.
    if (top.metres > (best[top.node] as number)) continue
    for (let edge = graph.first[top.node] as number; edge < (graph.first[top.node + 1] as number); edge++) {
      const next = graph.to[edge] as number
      const metres = top.metres + (graph.metres[edge] as number)
      if (metres >= (best[next] as number)) continue
      best[next] = metres
      heap.push(next, metres)
    }
  }
  return best
}

/** Nodes by distance, the nearest on top. */
class NodeHeap {
  private readonly nodes: number[] = []
  private readonly keys: number[] = []

  push(node: number, key: number): void {
    let at = this.nodes.push(node) - 1
    this.keys.push(key)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((this.keys[parent] as number) <= key) break
      this.swap(at, parent)
      at = parent
    }
  }

  pop(): { node: number; metres: number } | undefined {
    const last = this.nodes.length - 1
    if (last < 0) return undefined
    this.swap(0, last)
    const node = this.nodes.pop() as number
    const metres = this.keys.pop() as number
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      if (left >= last) break
      const child =
        left + 1 < last && (this.keys[left + 1] as number) < (this.keys[left] as number) ? left + 1 : left
      if ((this.keys[at] as number) <= (this.keys[child] as number)) break
      this.swap(at, child)
      at = child
    }
    return { node, metres }
  }

  private swap(a: number, b: number): void {
    for (const list of [this.nodes, this.keys]) {
      const held = list[a] as number
      list[a] = list[b] as number
      list[b] = held
    }
  }
}
