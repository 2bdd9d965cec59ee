import { vehicleCheckItems } from '@luckygas/contract/messages/driver-commands.ts'
import { expect, test } from 'vitest'
import { checkItems } from './check-items.ts'

test('[F4] the driver walks past every item that the contract knows, in its order', () => {
  expect(checkItems).toEqual(vehicleCheckItems)
})
