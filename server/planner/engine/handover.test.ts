import { expect, test, vi } from 'vitest'
import { firstPlans } from '../testing/first-plans.ts'
import { fitsEverywhere } from './prefixes.ts'

vi.setConfig({ testTimeout: 120_000 })

test('[E1] whatever changes hands whole days stay whole: no stop is lost, none comes twice', () => {
  for (const { model, search } of firstPlans(60, 20)) {
    const everybody = (sequence: Int32Array) => Array.from(sequence).filter(node => node >= 0)
    search.run(300, 0, 1)
    const { day } = search
    const served = everybody(search.snapshot().sequence)
    expect(new Set(served).size).toBe(served.length)
    expect(served.length + day.absentCount).toBe(model.stopCount)
    for (let driver = 0; driver < model.driverCount; driver++) {
      expect(day.isFeasible(driver) && fitsEverywhere(day, driver)).toBe(true)
    }
  }
})
