import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { accounts } from '../accounts'
import { expect, test } from '../guard'
import { asks } from './diversion.world'

const password = 'of-mishaps-Passw0rd-9'

/** typing opens the form of a new organisation and types into it. */
async function typing(page: Page, code: string) {
  await page.getByRole('button', { name: '新增渠道商' }).click()
  const dialog = page.getByRole('dialog', { name: '新增渠道商' })
  await dialog.getByLabel('编码').fill(code)
  await dialog.getByLabel('名称').fill('打了一半的名字')
  await dialog.getByLabel('区划代码').fill('320102')
  return dialog
}

test('a session that ends while a form is filled in is begun again over it, and the form is sent', async ({ as, page }) => {
  const code = `M${Date.now()}`
  await as('manager', 'channel/organisations?view=list')
  const dialog = await typing(page, code)
  await page.context().clearCookies()
  await page.route('**/api/v1/console/organisations', (r) => (r.request().method() === 'POST' ? r.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"identity.session_expired","status":401,"title":"x"}' }) : r.fallback()), { times: 1 })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('dialog', { name: '请重新登录' })).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
  await page.getByLabel('密码').fill(accounts.manager.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('heading', { name: '打了一半的名字' })).toBeVisible()
})

test('who loses his role while he types is told so, and keeps what he typed', async ({ page, request }) => {
  const owner = await asks(request, 'owner')
  const name = `换岗${randomUUID().slice(0, 6)}`
  const user = await owner.post('/users', { login: `e2e-${name}`, name, role: 'channel_manager', password })
  await page.request.post('/api/v1/console/sessions', { data: { login: `e2e-${name}`, password, browser: true }, headers: { 'X-Console': '1' } })
  await page.goto('/console/channel/organisations?view=list')
  const dialog = await typing(page, `M${Date.now()}`)
  const changed = await request.patch(`/api/v1/console/users/${user.id}`, { headers: owner.headers, data: { role: 'auditor' } })
  expect(changed.ok(), await changed.text()).toBe(true)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.locator('[data-code="request.not_permitted"]').or(page.getByRole('dialog', { name: '请重新登录' })).first()).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
})

test('while the server is away a page says so, and shows what it has when it is tried again', async ({ as, page }) => {
  await as('finance', 'money/settlement')
  await expect(page.getByRole('row', { name: /第 1 期/ })).toBeVisible()
  await page.route('**/api/v1/console/settlement/periods**', (r) => r.abort())
  await page.getByRole('button', { name: '刷新' }).click()
  await expect(page.getByRole('alert')).toContainText('连不上服务器')
  await expect(page.getByRole('heading', { name: '对账结算' })).toBeVisible()
  await page.unroute('**/api/v1/console/settlement/periods**')
  await page.getByRole('alert').getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('row', { name: /第 1 期/ })).toBeVisible()
})

test('while the server is away a form keeps what was typed, and is sent when it is back', async ({ as, page }) => {
  await as('owner', 'channel/organisations?view=list')
  const dialog = await typing(page, `M${Date.now()}`)
  await page.route('**/api/v1/console/organisations', (r) => (r.request().method() === 'POST' ? r.abort() : r.fallback()))
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('连不上服务器')).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
  await page.unroute('**/api/v1/console/organisations')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '打了一半的名字' })).toBeVisible()
})

test('what fails on the server’s side is told with the number to ask about', async ({ as, page }) => {
  await page.route('**/api/v1/console/rebate-programmes**', (r) => r.fulfill({ status: 500, headers: { 'X-Request-Id': 'of-this-test' }, contentType: 'application/problem+json', body: '{"code":"internal","status":500,"title":"something went wrong on our side"}' }))
  await as('auditor', 'money/programmes')
  await expect(page.getByRole('alert')).toContainText('页面出错了')
  await expect(page.getByRole('heading', { name: '返利政策' })).toBeVisible()
})

test('until the home page is shown, a browser fetches 500 kB of script at most', async ({ as, page }) => {
  let scripts = 0
  page.on('response', (r) => {
    if (/\.js(\?|$)/.test(r.url())) void r.request().sizes().then((s) => (scripts += s.responseBodySize + s.responseHeadersSize))
  })
  await as('owner')
  await expect(page.locator('[data-figure=scans] strong')).toHaveText(/[1-9]/)
  await page.waitForLoadState('load')
  test.info().annotations.push({ type: 'compressed script', description: `${Math.round(scripts / 1000)} kB` })
  console.log(`      ${Math.round(scripts / 1000)} kB of compressed script until the home page is shown`)
  expect(scripts).toBeGreaterThan(100_000)
  expect(scripts).toBeLessThanOrEqual(500_000)
})
