import { accounts } from '../accounts'
import { endSessions, expect, fine, newcomer, test } from '../guard'

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

test('a session that was ended is begun again over the page', async ({ page, request }) => {
  const who = await newcomer(page, request, 'finance', 'money/settlement')
  await endSessions(request, who)
  await page.getByRole('button', { name: '刷新' }).click()
  const again = page.getByRole('dialog', { name: '请重新登录' })
  await expect(again).toBeVisible()
  await again.getByLabel('密码').fill(who.password)
  await again.getByRole('button', { name: '登录' }).click()
  await expect(again).toHaveCount(0)
  await expect(page.getByRole('row', { name: /第 1 期/ })).toBeVisible()
})
