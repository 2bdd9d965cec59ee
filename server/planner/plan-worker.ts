/** One thread of the search. Between rounds it tells its best plan and hears the best of all. */
import { parentPort, workerData } from 'node:worker_threads'
import { Chains } from './engine/chains.ts'
import type { Model } from './engine/model.ts'
import type { RoundReply, RoundRequest } from './team.ts'

const { model, seed, control } = workerData as { model: Model; seed: number; control: Int32Array }
/** Iterations between two looks at the clock and the abort flag. */
const CHUNK = 32
/** From this part of the cooling on the best plan is polished after each round; before it moves too much to matter. */
const POLISH_FROM = 0.75

const search = new Chains(model, seed)

/** Milliseconds by the chosen clock: wall time, or what this thread has computed. */
function now(isCpuTime: boolean): number {
  if (!isCpuTime) return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function runRound(request: RoundRequest): RoundReply {
  const { incumbent, isExchange, part, from, to, iterations, milliseconds, isCpuTime } = request
  const begun = now(isCpuTime)
  if (part) search.enter(incumbent, part)
  else if (isExchange && incumbent.cost < search.best.cost) search.adopt(incumbent)
  const isStopped = () => Atomics.load(control, 0) !== 0
  if (iterations !== undefined) {
    const at = (iteration: number) => from + ((to - from) * iteration) / iterations
    for (let done = 0; done < iterations && !isStopped(); done += CHUNK) {
      const count = Math.min(CHUNK, iterations - done)
      search.run(count, at(done), at(done + count))
    }
  } else {
    for (;;) {
      const share = (now(isCpuTime) - begun) / milliseconds
      if (share >= 1 || isStopped()) break
      const progress = from + (to - from) * share
      search.run(CHUNK, progress, progress)
    }
  }
  if (to > POLISH_FROM) search.polishBest()
  return { best: search.best, current: search.current(), iterations: search.iterations }
}

parentPort?.on('message', (request: RoundRequest) => parentPort?.postMessage(runRound(request)))
