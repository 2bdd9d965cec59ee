import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(import.meta.dirname, 'pictures')

/** Only a run that is asked for pictures takes them, so that other runs leave the tree as it is. */
export const takesPictures = process.env.LUCKYGAS_PICTURES === '1'

/** Keeps what the page shows now, at its real size, for README. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!takesPictures) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({
    path: join(folder, `${name}.png`),
    animations: 'disabled',
    scale: 'css',
    timeout: 60_000,
  })
}

/** A small picture as a phone's camera would give it: one grey pixel. */
export const doorPhoto = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOsr6//DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
)
