import type { Locator, Page } from 'playwright-core'
import type { DriverDay } from '../../contract/messages/driver-commands.ts'
import type { Hand } from './driver-walk.ts'

const faceValues = [1000, 500, 100, 50, 10, 5, 1] as const

/** Notes and coins, largest first, that make up an amount of NT$. 2,000 and 200 are left out, as tills do. */
export function piecesOf(amount: number): Map<number, number> {
  const pieces = new Map<number, number>()
  let rest = amount
  for (const value of faceValues) {
    const count = Math.floor(rest / value)
    if (count > 0) pieces.set(value, count)
    rest -= count * value
  }
  return pieces
}

/** The largest count that the pad takes in one tap; as many again take two. */
const highestOnPad = 28

/** One tap on the pad says how many; a larger count turns its page or is typed. */
async function sayCount(hand: Hand, count: number): Promise<void> {
  if (count > highestOnPad) await hand.tap(`${highestOnPad + 1} 以上`)
  if (count > 2 * highestOnPad + 1) {
    await hand.tap(`${2 * highestOnPad + 2} 以上，用打的`)
    await hand.type(String(count))
    return
  }
  hand.taps += 1
  await hand.page
    .locator('.count-pad')
    .getByRole('button', { name: String(count), exact: true })
    .click()
}

/**
 * Counts the cash and the truck as given and stands before the comparison. The pad leads from one field to the next,
 * so a finger taps a field itself only to leave some out.
 */
export async function countAll(
  hand: Hand,
  cashNtd: number,
  onTruck: NonNullable<DriverDay['run']>['onTruck'],
): Promise<void> {
  const { page } = hand
  const stand = async (field: Locator) => {
    if ((await field.getAttribute('aria-pressed')) === 'true') return
    hand.taps += 1
    await field.click()
  }
  for (const [value, count] of piecesOf(cashNtd)) {
    await stand(
      page
        .locator('.denominations button')
        .filter({ has: page.locator('span', { hasText: new RegExp(`^${value.toLocaleString('en')}$`) }) }),
    )
    await sayCount(hand, count)
  }
  await hand.tap('現金點好')
  const cells = page.locator('.count-table tbody tr')
  const aboard = onTruck.filter(row => row.full !== 0 || row.empty !== 0)
  const piles = ([0, 1] as const).flatMap(column =>
    aboard.map((row, index) => ({ index, column, count: column === 0 ? row.full : row.empty })),
  )
  // Whatever comes after the last pile with something in it is said to be none, by the one main action.
  for (const { index, column, count } of piles.slice(0, piles.findLastIndex(pile => pile.count > 0) + 1)) {
    await stand(cells.nth(index).getByRole('button').nth(column))
    await sayCount(hand, count)
  }
  await hand.go()
}

/** A stroke on the office's signature field. */
export async function drawSignature(page: Page): Promise<void> {
  const box = await page.locator('canvas.sign-here').boundingBox()
  if (!box) throw new Error('nothing to sign on')
  await page.mouse.move(box.x + 30, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 90, box.y + 20, { steps: 5 })
  await page.mouse.move(box.x + 160, box.y + box.height - 20, { steps: 5 })
  await page.mouse.up()
}
