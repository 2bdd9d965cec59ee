import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Hand } from './driver-walk.ts'

const faceValues = [2000, 1000, 500, 200, 100, 50, 10, 5, 1] as const

/** Notes and coins, largest first, that make up an amount of NT$. 2,000 is left out, as tills do. */
export function piecesOf(amount: number): Map<number, number> {
  const pieces = new Map<number, number>()
  let rest = amount
  for (const value of faceValues.slice(1)) {
    const count = Math.floor(rest / value)
    if (count > 0) pieces.set(value, count)
    rest -= count * value
  }
  return pieces
}

/** Counts the cash and the truck as given and stands before the comparison. */
export async function countAll(
  hand: Hand,
  cashNtd: number,
  onTruck: NonNullable<DriverDay['run']>['onTruck'],
): Promise<void> {
  const { page } = hand
  for (const [value, count] of piecesOf(cashNtd)) {
    await page
      .locator('.denominations button')
      .filter({ has: page.locator('span', { hasText: new RegExp(`^${value.toLocaleString('en')}$`) }) })
      .click()
    await hand.type(String(count))
  }
  await hand.tap('現金點好')
  const cells = page.locator('.count-table tbody tr')
  for (const [index, row] of onTruck.entries()) {
    const buttons = cells.nth(index).getByRole('button')
    await buttons.nth(0).click()
    await hand.type(String(row.full))
    await buttons.nth(1).click()
    await hand.type(String(row.empty))
  }
  await hand.tap('瓶子點好')
}
