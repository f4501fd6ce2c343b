import type { APIRequestContext } from '@playwright/test'
import { expect, fine, login, test } from '../guard'
import { asks } from '../asks'

const requests = '/personal-data-requests'

/** peopleOf are people who act for organisations of the demo. */
async function peopleOf(request: APIRequestContext): Promise<string[]> {
  const api = await asks(request, 'auditor')
  const people = new Set<string>()
  for (const kind of ['terminal', 'distributor']) {
    const { items } = await api.get(`/organisations?kind=${kind}&limit=20`)
    for (const org of items) for (const m of (await api.get(`/organisations/${org.id}/members`)).items ?? []) people.add(m.person_id)
    if (people.size > 3) break
  }
  return [...people].sort()
}

test('a manager records a wish for a copy, an owner approves it, and it can be fetched; who recorded it cannot approve', async ({ as, request, browser }) => {
  test.setTimeout(120_000)
  const [person] = await peopleOf(request)
  const page = await as('manager', 'people/requests')
  await page.getByRole('button', { name: '记录请求' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('手机号').last().fill('13999990000')
  await dialog.getByRole('button', { name: '查找' }).click()
  await expect(dialog.getByRole('alert')).toContainText('privacy.nobody')
  await dialog.getByText('个人编号', { exact: true }).first().click()
  await dialog.getByLabel('个人编号').last().fill(person!)
  await dialog.getByRole('button', { name: '查找' }).click()
  await dialog.getByLabel('身份核实方式').fill('回拨登记手机号')
  await fine(page)
  await dialog.getByRole('button', { name: '记录请求' }).click()
  await expect(page.getByText('您记录的请求，要由另一位同事审核')).toBeVisible()
  await expect(page.getByRole('button', { name: '同意' })).toHaveCount(0)
  await fine(page)
  const id = page.url().split('/').pop()!
  const manager = await asks(request, 'manager')
  expect((await manager.post(`${requests}/${id}/approve`, {})).code).toBe('privacy.four_eyes')

  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const owner = await context.newPage()
  await owner.goto(`/console/people/requests/${id}`)
  await login(owner, 'owner')
  await owner.getByRole('button', { name: '同意' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: '同意' }).click()
  await expect(owner.getByText('已办结').first()).toBeVisible({ timeout: 30_000 })
  await fine(owner)
  await owner.getByRole('button', { name: '下载副本' }).click()
  const download = owner.waitForEvent('download')
  await owner.getByRole('dialog').getByRole('button', { name: '下载副本' }).click()
  expect((await download).suggestedFilename()).toBe(`personal-data-${id}.zip`)
  const audit = await asks(request, 'auditor')
  const read = await audit.get(`/audit?subject=personal-data-requests/${id}`)
  expect(read.items.map((e: { action: string }) => e.action)).toContain('GET /api/v1/console/personal-data-requests/{id}/file')
  await context.close()
})

test('an erasure shows what it would do, and waits for what is not settled; an auditor sees it, and can do nothing', async ({ as, request }) => {
  test.setTimeout(120_000)
  const person = (await peopleOf(request)).at(-1)!
  const manager = await asks(request, 'manager')
  const made = await manager.post(requests, { person_id: person, kind: 'erasure', source: 'letter', proof: '来信附身份证明', asked_on: new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10) })
  const page = await as('auditor', 'people/requests?state=overdue')
  await expect(page.getByRole('button', { name: '记录请求' })).toHaveCount(0)
  await page.getByRole('button', { name: made.id }).click()
  await expect(page.getByRole('heading', { name: '将会怎样处理' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('仍在渠道商任职')).toBeVisible()
  await expect(page.getByText('已超期')).toBeVisible()
  for (const name of ['同意', '拒绝', '撤回', '下载副本']) await expect(page.getByRole('button', { name })).toHaveCount(0)
  await fine(page)
  const owner = await asks(request, 'owner')
  expect((await owner.post(`${requests}/${made.id}/approve`, {})).code).toBe('privacy.owed')
  const auditor = await asks(request, 'auditor')
  expect((await auditor.post(`${requests}/${made.id}/refuse`, { reason: 'withdrawn' })).code).toBe('request.not_permitted')
  expect((await owner.post(`${requests}/${made.id}/refuse`, { reason: 'money_due', note: '任职未结束' })).state).toBe('refused')
  await page.reload()
  await expect(page.getByText('还有款项或奖品未结清')).toBeVisible()
})

test('finance has nothing of it', async ({ as, request }) => {
  const page = await as('finance')
  await expect(page.getByText('个人信息请求')).toHaveCount(0)
  expect((await (await asks(request, 'finance')).get(requests)).code).toBe('request.not_permitted')
})
