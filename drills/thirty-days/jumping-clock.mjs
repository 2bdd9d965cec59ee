// Loaded into a server before anything else (NODE_OPTIONS=--import): its clock stands as many milliseconds ahead as a
// file says, and jumps while it runs. Timers keep their pace.
import { readFileSync } from 'node:fs'

const file = process.env.DRILL_CLOCK_FILE
const RealDate = globalThis.Date
let shiftMs = 0

const look = () => {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    // Written anew just now.
  }
}

if (file) {
  look()
  setInterval(look, 100).unref()
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(RealDate.now() + shiftMs)
      else super(...parts)
    }
    static now() {
      return RealDate.now() + shiftMs
    }
  }
}
