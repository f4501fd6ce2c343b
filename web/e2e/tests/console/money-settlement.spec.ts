import type { APIRequestContext, Page } from '@playwright/test'
import { Brand, unique } from '../brand'
import { expect, fine, login, test } from '../guard'

test.describe.configure({ mode: 'serial' })

/** A period that organisations see, cut now where none is open. */
async function presented(request: APIRequestContext) {
  const finance = await Brand.as(request, 'finance')
  const newest = async () => (await finance.get('/settlement/periods?limit=1')).items[0]
  let period = await newest()
  if (!period || period.state === 'closed') period = await finance.post('/settlement/periods')
  await expect.poll(async () => (await newest()).state, { timeout: 20_000 }).toBe('presented')
  const { items } = await finance.get(`/settlement/periods/${period.id}/statements`)
  const withRebates = items.find((s: { accounts: { rebate_fen: number } }) => s.accounts.rebate_fen > 0)
  return { id: period.id as string, statement: withRebates as { org_id: string; org_name: string } }
}

/** What stands in the API's answers is changed on its way, for states that only an organisation's app or the bank leads to. */
async function altered(page: Page, url: string | RegExp, change: (body: Record<string, unknown>) => object): Promise<void> {
  await page.route(url, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: change(await answer.json()) })
  })
}

test('finance cuts a period, sees what keeps it from being closed, and takes its workbook', async ({ as }) => {
  const page = await as('finance', 'money/settlement')
  await page.getByRole('button', { name: '现在切账' }).click()
  await page.getByRole('dialog', { name: '现在切账' }).getByRole('button', { name: '现在切账' }).click()
  await expect(page.getByRole('heading', { name: /^第 \d+ 期$/ })).toBeVisible()
  await expect(page.getByText('还不能结账')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('button', { name: '结账' })).toBeDisabled()
  await expect(page.getByRole('region', { name: '对账单' }).getByRole('table').getByRole('button').first()).toBeVisible()
  await fine(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出工作簿' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.xlsx$/)
})

test('a statement opens down to the scans, and goes out as files', async ({ as, request }) => {
  const { id, statement } = await presented(request)
  const page = await as('manager', `money/settlement/${id}`)
  await page.getByRole('region', { name: '对账单' }).getByRole('button', { name: statement.org_name }).click()
  await expect(page.getByRole('heading', { name: new RegExp(`^${statement.org_name}`) })).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '返利' }).first().click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(/导购扫码|消费者扫码/).first()).toBeVisible()
  await fine(page)
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '对账单文件' }).click()
  await page.getByRole('menuitem', { name: 'PDF' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/)
})

test('an adjustment is asked for by one and approved by another', async ({ as, request, browser }) => {
  const { id, statement } = await presented(request)
  const reason = unique('少计一件')
  const page = await as('finance', `money/settlement/${id}/${statement.org_id}`)
  await page.getByRole('button', { name: '申请调整' }).click()
  const dialog = page.getByRole('dialog', { name: '申请调整' })
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog.getByText('请填写').first()).toBeVisible()
  await dialog.getByLabel('调整金额').fill('1.50')
  await dialog.getByLabel('原因').fill(reason)
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog).toBeHidden()
  await page.goto('/console/money/adjustments?state=asked')
  const mine = page.getByRole('row').filter({ hasText: reason })
  await expect(mine).toContainText('须由他人批准')
  await expect(mine.getByRole('button', { name: '批准' })).toHaveCount(0)
  await fine(page)

  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto('/console/money/adjustments?state=asked')
  await login(other, 'owner')
  const theirs = other.getByRole('row').filter({ hasText: reason })
  await theirs.getByRole('button', { name: '批准' }).click()
  await other.getByRole('dialog', { name: '批准' }).getByRole('button', { name: '批准' }).click()
  await expect(theirs).toHaveCount(0) // it is asked for no more
  await context.close()

  await page.goto(`/console/money/settlement/${id}/${statement.org_id}`)
  await expect(page.getByRole('group', { name: '明细' })).toContainText('1.50')
})

test('a disputed line is answered with words or an adjustment by those who may', async ({ as, request }) => {
  const { id, statement } = await presented(request)
  const page = await as('finance')
  await altered(page, `**/periods/${id}/statements/${statement.org_id}`, (s) => ({
    ...s, state: 'disputed', lines: (s.lines as object[]).map((l, i) => (i ? l : { ...l, state: 'disputed', reason: '少算了两件' })),
  }))
  await page.goto(`/console/money/settlement/${id}/${statement.org_id}`)
  await expect(page.getByText('争议理由: 少算了两件')).toBeVisible()
  await expect(page.getByRole('button', { name: '同意并调整' })).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '维持原状' }).click()
  const dialog = page.getByRole('dialog', { name: '答复第 1 行的争议' })
  await dialog.getByLabel('答复内容').fill('已与门店核对')
  const sent = page.waitForRequest((r) => r.url().endsWith('/lines/1/reject') && r.method() === 'POST')
  await dialog.getByRole('button', { name: '维持原状' }).click()
  expect((await sent).postDataJSON()).toEqual({ words: '已与门店核对' })
  await expect(dialog.getByRole('alert')).toContainText('settlement.wrong_state') // the line is not disputed in truth
  await expect(dialog.getByLabel('答复内容')).toHaveValue('已与门店核对')
})

test('an auditor reads periods, statements and adjustments, and is offered nothing that writes', async ({ as, request }) => {
  const { id, statement } = await presented(request)
  const page = await as('auditor', 'money/settlement')
  await expect(page.getByRole('button', { name: `第 ${id} 期` })).toBeVisible()
  await expect(page.getByRole('button', { name: '现在切账' })).toHaveCount(0)
  await fine(page)
  await page.goto(`/console/money/settlement/${id}`)
  await expect(page.getByRole('button', { name: '导出工作簿' })).toBeVisible()
  for (const deed of ['送达渠道商', '结账', '重新生成', '发起银行付款']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await page.goto(`/console/money/settlement/${id}/${statement.org_id}`)
  await expect(page.getByRole('button', { name: '对账单文件' })).toBeVisible()
  for (const deed of ['申请调整', '同意并调整', '维持原状', '转为货款抵扣']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await page.goto('/console/money/adjustments')
  await expect(page.getByRole('heading', { name: '调整单' })).toBeVisible()
  for (const deed of ['批准', '拒绝', '收回申请']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
})

test('at 768 pixels a statement and its period fit', async ({ as, request }) => {
  const { id, statement } = await presented(request)
  const page = await as('finance', `money/settlement/${id}`)
  await page.setViewportSize({ width: 768, height: 900 })
  for (const path of [`money/settlement/${id}`, `money/settlement/${id}/${statement.org_id}`, 'money/bank-accounts', 'money/ledger', 'money/payouts']) {
    await page.goto(`/console/${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
  }
})
