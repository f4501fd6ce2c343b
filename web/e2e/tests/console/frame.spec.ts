import { accounts } from '../accounts'
import { expect, fine, login, test } from '../guard'

test('who is not logged in is asked to', async ({ page }) => {
  await page.goto('/console/')
  await expect(page.getByRole('heading', { name: '一物一码渠道管理' })).toBeVisible()
  await fine(page)
  await page.getByLabel('账号').fill(accounts.owner.login)
  await page.getByLabel('密码').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('identity.')
  await expect(page.getByLabel('账号')).toHaveValue(accounts.owner.login)
})

test('the frame has the menu, both languages, light and dark, and stays after a reload', async ({ as }) => {
  const page = await as('owner')
  await expect(page.getByRole('navigation', { name: '菜单' })).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('navigation', { name: 'Menu' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Menu' })).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('button', { name: '深色' }).click()
  await expect(page.locator('html')).toHaveClass(/dark/)
})

test('/ leads to the search, from anywhere', async ({ as }) => {
  const page = await as('owner')
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: '查找' })).toBeFocused()
})

test('at 768 pixels the menu is a drawer', async ({ as }) => {
  const page = await as('owner')
  await page.setViewportSize({ width: 768, height: 900 })
  await page.getByRole('button', { name: '菜单' }).click()
  await expect(page.getByRole('navigation', { name: '菜单' })).toBeVisible()
  await fine(page)
})

test('an address that is none is told of', async ({ as }) => {
  const page = await as('auditor', 'nowhere')
  await expect(page.getByText('没有这个页面')).toBeVisible()
})

test('a session that ends is begun again over the page', async ({ as }) => {
  const page = await as('finance')
  await page.context().clearCookies()
  await page.route('**/api/v1/console/me', (r) => r.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"request.no_session","status":401,"title":"x"}' }), { times: 1 })
  await page.reload().catch(() => {})
  await login(page, 'finance')
})
