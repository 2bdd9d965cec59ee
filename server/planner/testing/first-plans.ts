import { compileModel } from '../engine/compile-model.ts'
import { Search } from '../engine/search.ts'
import { plannableProblem } from './random-problem.ts'

/** First plans of random rich days, before any search. */
export function* firstPlans(count: number, mostStops: number) {
  for (let seed = 0; seed < count; seed++) {
    const problem = plannableProblem(seed, mostStops)
    if (!problem) continue
    try {
      const model = compileModel(problem)
      const search = new Search(model, seed)
      search.construct()
      yield { problem, model, search }
    } catch {
      // A frozen beginning that cannot be driven: `plan.test.ts` shows that it is refused.
    }
  }
}
