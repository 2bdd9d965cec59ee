// Loaded into a server before anything else (NODE_OPTIONS=--import), so that a journey has its morning whenever it runs.
const shiftMs = Number(process.env.JOURNEY_CLOCK_SHIFT_MS ?? '0')
const RealDate = globalThis.Date

if (shiftMs !== 0) {
  class ShiftedDate extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(RealDate.now() + shiftMs)
      else super(...parts)
    }
    static now() {
      return RealDate.now() + shiftMs
    }
  }
  globalThis.Date = ShiftedDate
}
