/** One thread of the search. Between rounds it tells its best plan and hears the best of all. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Model } from './engine/model.ts'
import { Search } from './engine/search.ts'
import type { RoundReply, RoundRequest } from './plan.ts'

const { model, seed, control } = workerData as { model: Model; seed: number; control: Int32Array }
/** Iterations between two looks at the clock and the abort flag. */
const CHUNK = 32

const search = new Search(model, seed)

function runRound(request: RoundRequest): RoundReply {
  if (request.incumbent === null) search.construct()
  else if (request.incumbent.cost < search.best.cost) search.adopt(request.incumbent)
  const { from, to } = request
  if (request.iterations !== undefined) {
    for (let done = 0; done < request.iterations && Atomics.load(control, 0) === 0; done += CHUNK) {
      const count = Math.min(CHUNK, request.iterations - done)
      const at = (iteration: number) => from + ((to - from) * iteration) / (request.iterations as number)
      search.run(count, at(done), at(done + count))
    }
  } else {
    const begun = performance.now()
    for (;;) {
      const share = (performance.now() - begun) / request.milliseconds
      if (share >= 1 || Atomics.load(control, 0) !== 0) break
      const progress = from + (to - from) * share
      search.run(CHUNK, progress, progress)
    }
  }
  return { best: search.best, iterations: search.iterations }
}

parentPort?.on('message', (request: RoundRequest) => parentPort?.postMessage(runRound(request)))
