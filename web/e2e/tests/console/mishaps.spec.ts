import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { endSessions, expect, newcomer, test } from '../guard'
import { asks } from '../asks'

/** typing opens the form of a new organisation and types into it. */
async function typing(page: Page, code: string) {
  await page.getByRole('button', { name: '新增渠道商' }).click()
  const dialog = page.getByRole('dialog', { name: '新增渠道商' })
  await dialog.getByLabel('编码').fill(code)
  await dialog.getByLabel('名称').fill('打了一半的名字')
  await dialog.getByLabel('区划代码').fill('320102')
  return dialog
}

test('a session that is ended while a form is filled in is begun again over it, and the form is sent', async ({ page, request }) => {
  const who = await newcomer(page, request, 'channel_manager', 'channel/organisations?view=list')
  const dialog = await typing(page, `M${Date.now()}`)
  await endSessions(request, who)
  await dialog.getByRole('button', { name: '保存' }).click()
  const again = page.getByRole('dialog', { name: '请重新登录' })
  await expect(again).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
  await again.getByLabel('密码').fill(who.password)
  await again.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('heading', { name: '打了一半的名字' })).toBeVisible()
})

test('who loses his role while he types is told so, and keeps what he typed', async ({ page, request }) => {
  const owner = await asks(request, 'owner')
  const who = await newcomer(page, request, 'channel_manager', 'channel/organisations?view=list')
  const dialog = await typing(page, `M${Date.now()}`)
  const changed = await request.patch(`/api/v1/console/users/${who.id}`, { headers: owner.headers, data: { role: 'auditor' } })
  expect(changed.ok(), await changed.text()).toBe(true)
  await dialog.getByRole('button', { name: '保存' }).click()
  const again = page.getByRole('dialog', { name: '请重新登录' })
  await again.getByLabel('密码').fill(who.password) // a change of role ends his sessions
  await again.getByRole('button', { name: '登录' }).click()
  await expect(dialog.locator('[data-code="request.not_permitted"]')).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
  const log = await owner.get(`/audit?user=${who.id}&outcome=refused`)
  expect(log.items.map((e: { action: string; code: string }) => [e.action, e.code])).toContainEqual(['POST /api/v1/console/organisations', 'request.not_permitted'])
})

test('who changes what somebody else has changed sees it as it is, and keeps what he typed', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const made = await api.post('/organisations', { code: `M${randomUUID().slice(0, 8)}`, kind: 'distributor', name: '原来的名字', adcode: '320102' })
  await as('manager', `channel/organisations/${made.id}`)
  await page.getByRole('button', { name: '修改' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('我打的名字')
  const other = await request.patch(`/api/v1/console/organisations/${made.id}`, { headers: { ...api.headers, 'If-Match': '"1"' }, data: { name: '别人改的名字' } })
  expect(other.ok(), await other.text()).toBe(true)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('[data-code=conflict]')).toContainText('您填写的: 我打的名字')
  await expect(dialog.locator('[data-code=conflict]')).toContainText('现在的: 别人改的名字')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '我打的名字' })).toBeVisible()
})

test('while the server is away a page says so, and shows what it has when it is tried again', async ({ as, page }) => {
  await as('finance', 'money/settlement')
  await expect(page.getByRole('row', { name: /第 1 期/ })).toBeVisible()
  await page.context().setOffline(true) // the program itself cannot be stopped: other tests are at it
  await page.getByRole('button', { name: '刷新' }).click()
  await expect(page.getByRole('alert')).toContainText('连不上服务器')
  await expect(page.getByRole('heading', { name: '对账结算' })).toBeVisible()
  await page.context().setOffline(false)
  await page.getByRole('alert').getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('row', { name: /第 1 期/ })).toBeVisible()
})

test('while the server is away a form keeps what was typed, and is sent when it is back', async ({ as, page }) => {
  await as('owner', 'channel/organisations?view=list')
  const dialog = await typing(page, `M${Date.now()}`)
  await page.context().setOffline(true)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('连不上服务器')).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('打了一半的名字')
  await page.context().setOffline(false)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '打了一半的名字' })).toBeVisible()
})

test('what fails on the server’s side is told with the number to ask about', async ({ as, page }) => {
  // Played: nothing that a page can ask makes a sound program fail.
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
