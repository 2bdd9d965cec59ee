import type { Page } from 'playwright-core'
import { choose, goTo } from './cast.ts'
import { truckSlots } from './company.ts'
import type { ChosenFile } from './legacy-files.ts'

export const runHeader = (page: Page, words: string) => page.locator('header.part', { hasText: words })

/** One of the figures of an import's result by its name. */
export async function figure(page: Page, name: string): Promise<number> {
  const text = await page
    .locator('.facts2 > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .textContent()
  return Number((text ?? '').replace(/\D/g, ''))
}

/** Uploads a file and waits for what it would do. */
export async function tryFile(page: Page, kind: string, file: ChosenFile): Promise<void> {
  await choose(page, '匯入什麼', kind)
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: '上傳並試算' }).click()
  await runHeader(page, file.name).getByText('完成', { exact: true }).waitFor({ timeout: 40_000 })
}

/** From the dry run that is shown to the import itself. */
export async function doIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: '正式匯入' }).click()
  await runHeader(page, '・正式').getByText('完成', { exact: true }).waitFor({ timeout: 40_000 })
}

/** 設定 › 司機與車輛: a truck with its places, and the first driver put on it. */
export async function giveTruck(page: Page, truck: { plate: string; driver: string }): Promise<void> {
  await goTo(page, '設定')
  await page.getByRole('link', { name: '司機與車輛' }).click()
  await page.getByRole('button', { name: '新增車輛' }).click()
  const sheet = page.getByRole('dialog', { name: '新增車輛' })
  await sheet.getByLabel('車號').fill(truck.plate)
  await sheet.getByLabel('載重上限 kg').fill('1900')
  for (const [label, places] of [
    ['50', truckSlots['50']],
    ['20', truckSlots['20']],
    ['16', truckSlots['16']],
  ]) {
    await sheet.getByLabel(`${label} 的位置數`, { exact: true }).fill(String(places))
  }
  await sheet.getByRole('button', { name: '儲存' }).click()
  await page.getByRole('cell', { name: truck.plate }).first().waitFor()
  await page
    .getByRole('row', { name: new RegExp(truck.driver) })
    .getByRole('button', { name: '修改' })
    .click()
  await choose(page, '車種', truck.plate)
  await page.getByRole('dialog').getByRole('button', { name: '儲存' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** 鋼瓶 › 進貨: fulls into the depot by the labels that stand on the screen. */
export async function receiveFulls(page: Page, fulls: Record<string, number>): Promise<void> {
  await goTo(page, '鋼瓶')
  await page.getByRole('button', { name: '進貨' }).first().click()
  const sheet = page.getByRole('dialog')
  for (const [label, quantity] of Object.entries(fulls))
    await sheet.getByLabel(`${label} 進滿瓶`, { exact: true }).fill(String(quantity))
  await sheet.getByRole('button', { name: '存進貨' }).click()
  await page.getByText('進貨已記帳。').waitFor()
}
