// Runs a program as if it were this one: its streams, its signals, its end. Plain JavaScript for Node ≥ 20.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
const parentCheckMs = 500

/**
 * Runs a program to its end and answers how it ended: `{ code }` or `{ signal }`. Signals sent to this process go to
 * the program, which decides when to end. With `ipc` a channel is open as long as this process lives: a Node program
 * sees it close (`disconnect`) even after `kill -9` of this one. With `endsWithParent` the program is asked to stop
 * when this process loses the parent that started it.
 */
export function run(
  command,
  args,
  { stdio = 'inherit', ipc = false, env = process.env, endsWithParent = false } = {},
) {
  const streams = typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio
  const child = spawn(command, args, { env, stdio: ipc ? [...streams, 'ipc'] : streams })
  const forward = signal => child.kill(signal)
  for (const signal of forwarded) process.on(signal, forward)
  const starters = startersOf()
  const watch = setInterval(() => {
    if (endsWithParent && startersOf().join() !== starters.join()) child.kill('SIGTERM')
  }, parentCheckMs)
  return new Promise(resolve => {
    const settle = outcome => {
      clearInterval(watch)
      for (const signal of forwarded) process.off(signal, forward)
      resolve(outcome)
    }
    child.once('error', error => {
      process.stderr.write(`${command}: ${error.message}\n`)
      settle({ code: 127 })
    })
    child.once('exit', (code, signal) => settle(signal ? { signal } : { code: code ?? 1 }))
  })
}

/**
 * The process that started this one, and its own when it is only the shell that npm runs a script in: a shell whose
 * npm was killed lives on, adopted by another parent.
 */
function startersOf() {
  const { ppid } = process
  try {
    const shell = /^\d+ \((sh|dash|bash|ash|zsh)\) \S (\d+)/.exec(readFileSync(`/proc/${ppid}/stat`, 'utf8'))
    return shell ? [ppid, Number(shell[2])] : [ppid]
  } catch {
    return [ppid]
  }
}

/** Ends this process the way a child ended, so that shells and supervisors see the same exit. */
export function endLike({ code, signal }) {
  if (!signal) process.exit(code)
  // Our own handlers are gone by now, so the signal does what it does by default.
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  // A signal that does not end a process here (none on Windows) still has to end this one.
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 500)
}
