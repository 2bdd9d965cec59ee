/**
 * What the last look at a driver's whole day found for a stop, so that a day which has not changed since is not
 * looked through again. Most days that a change leaves alone are asked about the same stops again and again.
 */
export class PlaceMemory {
  /** By `stop * driverCount + driver`: the cheapest place without what serving costs; infinite where none was found. */
  readonly cost: Float64Array
  readonly kind: Uint8Array
  readonly node: Int32Array
  /** The state of the driver's day that was looked at. */
  private readonly version: Float64Array
  /** Places that cost this much or more were not looked at. */
  private readonly bound: Float64Array
  private readonly driverCount: number

  constructor(stopCount: number, driverCount: number) {
    const size = stopCount * driverCount
    this.driverCount = driverCount
    this.cost = new Float64Array(size)
    this.kind = new Uint8Array(size)
    this.node = new Int32Array(size)
    this.version = new Float64Array(size).fill(-1)
    this.bound = new Float64Array(size)
  }

  entryOf(stop: number, driver: number): number {
    return stop * this.driverCount + driver
  }

  /** Whether the entry still says which place below `limit` is the cheapest, or that there is none. */
  answers(entry: number, version: number, limit: number): boolean {
    if (this.version[entry] !== version) return false
    return (this.cost[entry] as number) < Number.POSITIVE_INFINITY || limit <= (this.bound[entry] as number)
  }

  /** Keeps what a look below `bound` has found; an infinite cost says: nothing. */
  note(entry: number, version: number, bound: number, cost: number, kind: number, node: number): void {
    this.version[entry] = version
    this.bound[entry] = bound
    this.cost[entry] = cost
    this.kind[entry] = kind
    this.node[entry] = node
  }
}
