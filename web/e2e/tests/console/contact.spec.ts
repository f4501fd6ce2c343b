import { expect, fine, test } from '../guard'
import { shot } from '../shot'
import { asks } from '../asks'

test.describe.configure({ mode: 'serial' })

test('an auditor reads what people write, and cannot answer', async ({ as, page }) => {
  await as('auditor', 'contact/threads')
  await expect(page.getByRole('row', { name: /货品 消费者/ }).first()).toBeVisible()
  await expect(page.getByRole('row', { name: /返利 终端/ }).first()).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '货品' }).last().click()
  await expect(page.getByRole('heading', { name: '消费者咨询：货品' })).toBeVisible()
  await expect(page.getByText('瓶盖里的码刮花了')).toBeVisible()
  await expect(page.getByText('您的角色只能查看。')).toBeVisible()
  await expect(page.getByRole('button', { name: '由我负责' })).toHaveCount(0)
  await fine(page)
  await page.setViewportSize({ width: 768, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
})

test('a manager takes a thread, answers it, hands it over and ends it', async ({ as, page }) => {
  await as('manager', 'contact/threads?topic=goods')
  await page.getByRole('button', { name: '货品' }).last().click()
  await page.getByRole('button', { name: '由我负责' }).click()
  await expect(page.getByRole('button', { name: '由我负责' })).toHaveCount(0)
  await page.getByRole('button', { name: '发送' }).click()
  await expect(page.getByText('请填写')).toBeVisible()
  await page.getByLabel('答复').fill('已为您登记，请把瓶子的照片发来。')
  await page.getByRole('button', { name: '发送' }).click()
  await expect(page.getByRole('article').filter({ hasText: '请把瓶子的照片发来' })).toContainText('李渠道')
  await expect(page.getByText('已答复')).toBeVisible()
  await fine(page)
  await shot(page, 'thread')
  await page.getByRole('button', { name: '转交' }).click()
  const dialog = page.getByRole('dialog', { name: '转交' })
  await dialog.getByRole('combobox', { name: '转交给' }).click({ force: true })
  await page.getByRole('option', { name: '王总' }).click()
  await dialog.getByRole('button', { name: '转交' }).click()
  await expect(page.getByRole('definition').filter({ hasText: '王总' })).toBeVisible()
  await page.getByRole('button', { name: '结束咨询' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束咨询' }).click()
  await expect(page.getByText('已结束')).toBeVisible()
})

test('who comes second is told that the thread has changed', async ({ as, page, request }) => {
  await as('owner', 'contact/threads?topic=rebate')
  await page.getByRole('button', { name: '返利' }).last().click()
  await expect(page.getByRole('button', { name: '由我负责' })).toBeVisible()
  const api = await asks(request, 'manager')
  const id = page.url().split('/').pop()!
  await api.put(`/threads/${id}/owner`, { owner_id: (await api.get('/me')).id })
  await page.getByLabel('答复').fill('正在核对')
  await page.getByRole('button', { name: '由我负责' }).click()
  await expect(page.getByText('这条咨询刚刚有变化')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: '李渠道' })).toBeVisible()
  await expect(page.getByLabel('答复')).toHaveValue('正在核对')
})

test('an announcement is estimated, sent, and followed to each of its people', async ({ as, page }) => {
  test.slow() // axe looks at a page full of fields
  const title = `假期发货安排 ${Date.now()}`
  await as('manager', 'contact/announcements')
  await page.getByRole('button', { name: '发公告' }).click()
  await page.getByLabel('标题').fill(title)
  await page.getByRole('textbox', { name: '正文' }).fill('十月一日至三日不发货。')
  await page.getByRole('button', { name: '估算人数' }).click()
  await expect(page.getByRole('alert')).toBeVisible() // to nobody
  await expect(page.getByLabel('标题')).toHaveValue(title)
  await page.getByText('终端', { exact: true }).click()
  await page.getByRole('button', { name: '估算人数' }).click()
  await expect(page.getByRole('status').filter({ hasText: '约' })).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '发送' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发送' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page.getByText('已发完')).toBeVisible({ timeout: 15_000 })
  await page.getByRole('button', { name: '刷新' }).click()
  await expect(page.getByRole('row', { name: /终端/ }).first()).toBeVisible()
  await fine(page)
})

test('an auditor reads announcements, and sends none', async ({ as, page }) => {
  await as('auditor', 'contact/announcements')
  await expect(page.getByRole('heading', { name: '公告' })).toBeVisible()
  await expect(page.getByRole('button', { name: '发公告' })).toHaveCount(0)
  await fine(page)
  await page.goto('/console/contact/announcements/new')
  await expect(page.getByText('您的角色只能查看')).toBeVisible()
})
