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
/** Share of the round's time that is kept for it; on big days it is not finished in that. */
const POLISH_SHARE = 0.05

const chains = new Chains(model, seed)

/** Milliseconds by the chosen clock: wall time, or what this thread has computed. */
function now(isCpuTime: boolean): number {
  if (!isCpuTime) return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function runRound(request: RoundRequest): RoundReply {
  const { incumbent, isExchange, part, from, to, iterations, milliseconds, isCpuTime } = request
  const begun = now(isCpuTime)
  if (part) chains.enter(incumbent, part)
  else if (isExchange && incumbent.cost < chains.best.cost) chains.adopt(incumbent)
  const isStopped = () => Atomics.load(control, 0) !== 0
  const used = () => (now(isCpuTime) - begun) / milliseconds
  const isPolished = to > POLISH_FROM
  if (iterations !== undefined) {
    const at = (iteration: number) => from + ((to - from) * iteration) / iterations
    for (let done = 0; done < iterations && !isStopped(); done += CHUNK) {
      const count = Math.min(CHUNK, iterations - done)
      chains.run(count, at(done), at(done + count))
    }
  } else {
    const most = isPolished ? 1 - POLISH_SHARE : 1
    for (let share = used(); share < most && !isStopped(); share = used()) {
      const progress = from + (to - from) * share
      chains.run(CHUNK, progress, progress)
    }
  }
  if (isPolished) chains.polishBest(() => isStopped() || (iterations === undefined && used() >= 1))
  return { best: chains.best, current: chains.current(), iterations: chains.iterations }
}

parentPort?.on('message', (request: RoundRequest) => parentPort?.postMessage(runRound(request)))
