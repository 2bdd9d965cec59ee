import { expect, test } from 'vitest'
import { loadModule } from './load-module.ts'

test('[S4] a part of the app whose request was lost is asked for again', async () => {
  let asked = 0
  const load = async () => {
    asked += 1
    if (asked < 3) throw new TypeError('network')
    return { Page: 'page' }
  }
  await expect(loadModule(load)).resolves.toEqual({ Page: 'page' })
  expect(asked).toBe(3)
})
