import type { Model } from './model.ts'
import type { Part } from './parts.ts'
import { Search, type Solution } from './search.ts'

/** Chains on a rich day, and the points of the cooling at which the worst one is given up. */
const CHAINS = 3
const GIVEN_UP_AT = [0.3, 0.6]
/** Above this many stops one chain needs all the time there is. */
const MOST_STOPS = 300
/** Iterations of one chain before it is the next one's turn: a chain finds its numbers in the cache again. */
const TURN = 250

/**
 * Several annealings of one plan, which take turns on one thread while they are hot; as they cool the worst is given
 * up, so that the last one has most of the time to itself. Which vehicles drive and how many trips they make is
 * settled while the search is hot and seldom undone afterwards: one chain depends on its luck. On plain days, which
 * have no such choice, and on big ones there is one chain.
 */
export class Chains {
  private live: Search[]
  private hasPlan = false
  private givenUp = 0
  private turn = 0
  private leftInTurn = TURN
  /** Of chains that were given up. */
  private formerIterations = 0

  constructor(model: Model, seed: number) {
    const first = new Search(model, seed)
    const isMany = first.isRich && model.stopCount <= MOST_STOPS
    this.live = [first]
    for (let chain = 1; isMany && chain < CHAINS; chain++) {
      this.live.push(new Search(model, seed + chain * 104_729, first.near))
    }
  }

  private get leading(): Search {
    return this.live.reduce((one, other) => (other.best.cost < one.best.cost ? other : one))
  }

  private get trailing(): Search {
    return this.live.reduce((one, other) => (other.best.cost > one.best.cost ? other : one))
  }

  /** The best plan of all chains. */
  get best(): Solution {
    return this.leading.best
  }

  /** Where the leading chain has arrived. */
  current(): Solution {
    return this.leading.current()
  }

  /** Chains that are still running. */
  get count(): number {
    return this.live.length
  }

  /** Iterations of all chains together. */
  get iterations(): number {
    return this.live.reduce((sum, chain) => sum + chain.iterations, this.formerIterations)
  }

  /** Begins with a plan, in every chain; later the chain that is worst off goes on from it. */
  adopt(solution: Solution): void {
    if (this.hasPlan) this.trailing.adopt(solution)
    else for (const chain of this.live) chain.adopt(solution)
    this.hasPlan = true
  }

  /** Lays a part of a plan out and forgets everything else; big plans are cut, and have one chain. */
  enter(solution: Solution, part: Part): void {
    this.leading.enter(solution, part)
    this.hasPlan = true
  }

  /** Iterates between two points of the cooling, 0 (hot) to 1 (cold), in turns. */
  run(iterations: number, from: number, to: number): void {
    const at = (done: number) => from + ((to - from) * done) / iterations
    for (let done = 0; done < iterations; ) {
      this.giveUp(at(done))
      const count = this.live.length === 1 ? iterations - done : Math.min(this.leftInTurn, iterations - done)
      const chain = this.live[this.turn % this.live.length] as Search
      chain.run(count, at(done), at(done + count))
      done += count
      this.leftInTurn -= count
      if (this.leftInTurn > 0) continue
      this.leftInTurn = TURN
      this.turn++
    }
  }

  /** Gives the worst chain up, once for each point of the cooling that has been passed. */
  private giveUp(progress: number): void {
    while (this.givenUp < GIVEN_UP_AT.length && progress >= (GIVEN_UP_AT[this.givenUp] as number)) {
      this.givenUp++
      if (this.live.length === 1) return
      const { trailing } = this
      this.formerIterations += trailing.iterations
      this.live = this.live.filter(chain => chain !== trailing)
    }
  }

  /** Polishes the best plan of all chains, until it is told to end. */
  polishBest(isOver?: () => boolean): void {
    this.leading.polishBest(isOver)
  }
}
