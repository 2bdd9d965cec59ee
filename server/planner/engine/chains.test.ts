import { expect, test } from 'vitest'
import { randomProblem } from '../testing/random-problem.ts'
import { Chains } from './chains.ts'
import { compileModel } from './compile-model.ts'
import { Search } from './search.ts'

/** A day whose drivers differ or make several trips, and its first plan. */
function richDay() {
  for (let seed = 1; ; seed++) {
    const model = compileModel(randomProblem(seed, 40))
    const first = new Search(model, seed)
    first.construct()
    if (first.isRich && first.best.sequence.length > 20) return { model, first: first.best }
  }
}

test('[E1] several chains take turns and are given up one by one, the best plan of all is kept', () => {
  const { model, first } = richDay()
  const chains = new Chains(model, 7)
  chains.adopt(first)
  let best = first.cost
  const counts: number[] = []
  for (let step = 0; step < 50; step++) {
    chains.run(100, step / 50, (step + 1) / 50)
    expect(chains.best.cost).toBeLessThanOrEqual(best)
    best = chains.best.cost
    counts.push(chains.count)
  }
  expect(chains.iterations).toBe(5_000)
  expect(new Set(counts)).toEqual(new Set([3, 2, 1]))
  expect(best).toBeLessThan(first.cost)
})

test('[E1] a plan from elsewhere replaces the chain that is worst off, not the best', () => {
  const { model, first } = richDay()
  const chains = new Chains(model, 7)
  chains.adopt(first)
  chains.run(2_000, 0, 0.2)
  const own = chains.best
  const other = new Search(model, 99)
  other.adopt(first)
  other.run(4_000, 0, 1)
  chains.adopt(other.best)
  expect(chains.best.cost).toBe(Math.min(own.cost, other.best.cost))
  expect(chains.count).toBe(3)
})

test('[E1] equal seeds and iterations give equal plans', () => {
  const { model, first } = richDay()
  const run = () => {
    const chains = new Chains(model, 3)
    chains.adopt(first)
    for (let cut = 0; cut < 4; cut++) chains.run(1_500, cut / 4, (cut + 1) / 4)
    return [chains.best, chains.current()]
  }
  expect(run()).toEqual(run())
})
