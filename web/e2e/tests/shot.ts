import type { Locator, Page } from '@playwright/test'

/** shot takes a picture for the task book (docs/console), where SHOTS asks for pictures: of the page, or of so much as matters. */
export async function shot(page: Page, name: string, of?: Locator): Promise<void> {
  if (!process.env.SHOTS) return
  await page.waitForTimeout(600) // what comes in, comes in slowly
  const path = `../../docs/console/${name}.png`
  if (of) await of.screenshot({ path, animations: 'disabled' })
  else await page.screenshot({ path, animations: 'disabled' })
}
