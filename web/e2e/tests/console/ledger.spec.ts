import { expect, fine, test } from '../guard'

test('from the ledger\'s accounts to an account\'s entries, and what a transaction stands for', async ({ as }) => {
  const page = await as('auditor', 'money/ledger/accounts?kind=brand_reward')
  await page.getByRole('button', { name: /品牌 · 奖励支出/ }).first().click()
  await expect(page).toHaveURL(/ledger\/accounts\/1-0-/)
  await fine(page)
  await page.locator('tbody tr').first().click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: '起因' })).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('row')).not.toHaveCount(0)
})

test('the board counts its columns, and the list narrows by the server', async ({ as }) => {
  const page = await as('manager', 'diversion/cases')
  await expect(page.getByRole('region', { name: '待处理' }).locator('h2 .number')).toHaveText(/^\d+\+?$/)
  await page.goto('/console/diversion/cases?view=list&score_from=90')
  await expect(page.getByRole('search', { name: '筛选' })).toBeVisible()
  await fine(page)
})
