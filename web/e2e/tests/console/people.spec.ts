import { createHmac, randomUUID } from 'node:crypto'
import { accounts } from '../accounts'
import { expect, fine, newcomer, test } from '../guard'

const password = 'a-Passw0rd-of-people'

/** code is what an authenticator app shows for a secret, so many steps of 30 s from now. */
function code(secret: string, steps = 0): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19]! & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('an owner adds a user, who sets up a second factor and logs in by it and by a recovery code', async ({ as, browser }) => {
  test.setTimeout(120_000)
  const owner = await as('owner', 'people/users')
  const name = `测试${randomUUID().slice(0, 6)}`
  await owner.getByRole('button', { name: '添加用户' }).click()
  const form = owner.getByRole('dialog')
  await form.getByLabel('登录名').fill(`e2e-${name}`)
  await form.getByLabel('名称').fill(name)
  await form.getByLabel('初始密码').fill(password)
  await fine(owner)
  await form.getByRole('button', { name: '添加用户' }).click()
  await expect(owner.getByRole('button', { name })).toBeVisible()
  await fine(owner)

  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  const enter = async (): Promise<void> => {
    await page.getByLabel('账号').fill(`e2e-${name}`)
    await page.getByLabel('密码').fill(password)
    await page.getByRole('button', { name: '登录' }).click()
  }
  const leave = async (): Promise<void> => {
    await page.getByRole('button', { name }).click()
    await page.getByText('退出登录').click()
  }
  await page.goto('/console/account')
  await enter()
  await page.getByRole('button', { name: '开启两步验证' }).click()
  await page.getByRole('dialog').getByLabel('现在的密码').fill(password)
  await page.getByRole('dialog').getByRole('button', { name: '下一页' }).click()
  await expect(page.getByAltText('两步验证的二维码')).toBeVisible()
  const secret = await page.locator('code.secret').innerText()
  await fine(page)
  await page.getByLabel('验证器里的 6 位数字').fill(code(secret, -1))
  await page.getByRole('button', { name: '确认并开启' }).click()
  await expect(page.locator('.codes code')).toHaveCount(10)
  const recovery = await page.locator('.codes code').allInnerTexts()
  await fine(page)
  await page.getByRole('button', { name: '我已保存好' }).click()
  await expect(page.getByText('还剩 10 个恢复码')).toBeVisible()

  await leave()
  await enter()
  await fine(page)
  await page.getByLabel('验证码').fill('12')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('identity.bad_code')
  await page.getByLabel('验证码').fill(code(secret))
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name })).toBeVisible()
  await leave()
  await enter()
  await page.getByLabel('验证码').fill(recovery[3]!)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name: '登录', exact: true })).toHaveCount(0) // a page that is left takes its session along
  await page.goto('/console/account')
  await expect(page.getByText('还剩 9 个恢复码')).toBeVisible()

  // What is typed stays when an owner ends the session.
  await page.getByRole('button', { name: '修改密码' }).click()
  await page.getByRole('dialog').getByLabel('现在的密码').fill(password)
  await page.getByRole('dialog').getByLabel('新密码').fill(`${password}-2`)
  await owner.getByRole('button', { name }).click()
  await owner.getByRole('button', { name: '退出他的所有设备' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: '退出他的所有设备' }).click()
  await expect(owner.getByText('没有数据')).toBeVisible()
  await fine(owner)
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click({ timeout: 3_000 }).catch(() => {}) // the page may have noticed by itself
  const again = page.getByRole('dialog', { name: '请重新登录' })
  await expect(again).toBeVisible()
  await expect(page.getByLabel('新密码')).toHaveValue(`${password}-2`)
  await context.close()
})

test('no script of a page can read the session, and a reload keeps it', async ({ as }) => {
  const page = await as('finance')
  expect(await page.evaluate(() => document.cookie + JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('refresh')
  const kept = (await page.context().cookies(`${new URL(page.url()).origin}/api/v1/console/sessions`)).find((c) => c.name === 'channelrouter_refresh')
  expect([kept?.httpOnly, kept?.sameSite, kept?.path]).toEqual([true, 'Strict', '/api/v1/console/sessions'])
  await page.reload()
  await page.reload()
  await expect(page.getByRole('button', { name: accounts.finance.name })).toBeVisible()
  const foreign = await page.request.post('/api/v1/console/sessions/refresh')
  expect([foreign.status(), (await foreign.json()).code]).toEqual([403, 'request.not_our_page'])
})

test('an auditor reads users and the audit log, and changes only what is his own', async ({ as }) => {
  const page = await as('auditor', 'people/users')
  await expect(page.getByText('e2e-owner')).toBeVisible()
  await expect(page.getByRole('button', { name: '添加用户' })).toHaveCount(0)
  await page.goto('/console/people/audit?action=POST%20%2Fapi%2Fv1%2Fconsole%2Fusers')
  await expect(page.getByRole('link', { name: '添加用户' }).first()).toBeVisible()
  await fine(page)
  await expect(page.getByRole('row').filter({ hasText: '添加用户' }).first()).toContainText('完成')
  await page.getByRole('link', { name: /^users\// }).first().click()
  await expect(page).toHaveURL(/subject=users/)
  await page.setViewportSize({ width: 768, height: 900 })
  await page.goto('/console/account')
  await expect(page.getByText('我登录的设备')).toBeVisible()
  await fine(page)
})

test('who was refused, and who failed to log in, stands in the audit log', async ({ as, page, request }) => {
  const who = await newcomer(page, request, 'finance')
  const headers = { Authorization: `Bearer ${(await (await request.post('/api/v1/console/sessions', { data: { login: who.login, password: who.password } })).json()).access_token}` }
  for (let i = 0; i < 3; i++) expect((await request.post('/api/v1/console/organisations', { headers, data: {} })).status()).toBe(403)
  expect((await request.post('/api/v1/console/policies/settlement', { headers, data: {} })).status()).toBe(400)
  expect((await request.post('/api/v1/console/sessions', { data: { login: who.login, password: 'guessed' } })).status()).toBe(401)
  await as('auditor', `people/audit?user=${who.id}`)
  const row = (name: RegExp) => page.getByRole('row', { name }).first()
  await expect(row(/新增渠道商.*被拒绝.*request\.not_permitted/)).toBeVisible()
  await expect(row(/发布结算规则.*内容不对.*request\.invalid/)).toBeVisible()
  await expect(row(/登录.*被拒绝.*identity\.bad_credentials/)).toBeVisible()
  await fine(page)
  await page.getByRole('combobox', { name: '结果' }).click({ force: true })
  await page.getByRole('option', { name: '内容不对' }).click()
  await expect(page).toHaveURL(/outcome=invalid/)
  await expect(page.getByRole('row', { name: /被拒绝/ })).toHaveCount(0)
  await expect(row(/内容不对/)).toBeVisible()
  await page.setViewportSize({ width: 768, height: 900 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
})
